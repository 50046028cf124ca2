using System.Globalization;
using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;

namespace Optimizer.Host.Configuration;

/// <summary>A list of distinct values, kept sorted so that two files that mean the same compare equal.</summary>
/// <typeparam name="T">Type of an item.</typeparam>
internal sealed class ListSetting<T> : Setting<ValueArray<T>>
    where T : notnull
{
    /// <summary>Most items accepted: every list here becomes a look-up done in each cycle or a set of series.</summary>
    public const int MostItems = 256;

    /// <summary>What an item is, in words, plural.</summary>
    public required string Items { get; init; }

    /// <summary>Reads one item; false when it is not legal.</summary>
    public required ItemParser<T> Parse { get; init; }

    /// <summary>Every legal item, where there are few enough to suggest the nearest; empty otherwise.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <inheritdoc/>
    public override string Legal => $"a list of at most {MostItems} {Items}";

    /// <inheritdoc/>
    public override string DefaultYaml =>
        $"[{string.Join(", ", Default.ToArray().Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)))}]";

    /// <inheritdoc/>
    protected override bool TryParse(YamlNode node, FileErrors errors, out ValueArray<T> value)
    {
        value = Default;
        if (node is not YamlSequence list || list.Items.Length > MostItems)
        {
            return Refuse(node, errors);
        }

        SortedSet<T> items = [];
        bool legal = true;
        for (int i = 0; i < list.Items.Length; i++)
        {
            YamlNode itemNode = list.Items[i];
            string key = $"{Key}[{i}]";
            if (itemNode is not YamlScalar scalar || !Parse(scalar, out T? item))
            {
                errors.AddUnexpected(itemNode, key, $"one of {Items}{Suggestion(itemNode)}");
                legal = false;
            }
            else if (!items.Add(item))
            {
                errors.Add(itemNode.At, key, $"{scalar.Describe()} is already in the list");
                legal = false;
            }
        }

        value = items.ToValueArray();
        return legal;
    }

    private string Suggestion(YamlNode node) =>
        node is YamlScalar scalar && NearestName.Of(scalar.Text, Known) is string near ? $"; did you mean '{near}'?" : string.Empty;
}
