using System.Collections.Immutable;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>One word out of a few.</summary>
/// <typeparam name="T">The enum whose members the words name.</typeparam>
internal sealed class ChoiceSetting<T> : Setting<T>
    where T : struct, Enum
{
    /// <summary>The legal words in the order they are shown, with what each means.</summary>
    public required ImmutableArray<KeyValuePair<string, T>> Words { get; init; }

    /// <inheritdoc/>
    public override string Legal => Words.Length == 1
        ? $"the word {Words[0].Key}"
        : $"one of the words {string.Join(", ", Words.Select(w => w.Key))}";

    /// <inheritdoc/>
    public override string DefaultYaml => Words.First(w => EqualityComparer<T>.Default.Equals(w.Value, Default)).Key;

    /// <inheritdoc/>
    protected override bool TryParse(YamlNode node, FileErrors errors, out T value)
    {
        value = Default;
        if (node is not YamlScalar scalar)
        {
            return Refuse(node, errors);
        }

        foreach ((string word, T meaning) in Words)
        {
            if (string.Equals(word, scalar.Text, StringComparison.Ordinal))
            {
                value = meaning;
                return true;
            }
        }

        return Refuse(node, errors);
    }
}
