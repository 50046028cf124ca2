using System.Globalization;
using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;

namespace Optimizer.Host.Configuration;

/// <summary>A list whose items are groups of keys, kept in the order of <see cref="Order"/> so that two files that mean the same compare equal.</summary>
/// <typeparam name="T">What an item becomes.</typeparam>
internal sealed class MappingListSetting<T> : Setting<ValueArray<T>>
    where T : notnull
{
    /// <summary>Most items. Each one is looked at in every plan; a list ten times this long is generated, and not for one node.</summary>
    public const int MostItems = 64;

    /// <summary>What the items are, in words, plural.</summary>
    public required string Items { get; init; }

    /// <summary>The keys of an item, those that must be there first.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>One item as an operator would write it; the sample file shows it, and a test reads it.</summary>
    public required string Example { get; init; }

    /// <summary>Reads one item. What is missing or wrong is reported; the answer counts only when nothing was.</summary>
    public required Func<YamlGroup, T> Read { get; init; }

    /// <summary>What no two items may share, and what is wrong when they do: the name of a tenant.</summary>
    public Func<T, string>? Identity { get; init; }

    /// <summary>Order of the items that means nothing to the operator; null where the order written decides.</summary>
    public Comparison<T>? Order { get; init; }

    /// <inheritdoc/>
    public override string Legal => $"a list of at most {MostItems} {Items}, for example - {Example}";

    /// <inheritdoc/>
    public override string DefaultYaml => "[]";

    /// <inheritdoc/>
    protected override bool TryParse(YamlNode node, FileErrors errors, out ValueArray<T> value)
    {
        value = Default;
        if (node is not YamlSequence list || list.Items.Length > MostItems)
        {
            return Refuse(node, errors);
        }

        int before = errors.Count;
        List<T> items = [];
        Dictionary<string, YamlPosition> names = new(StringComparer.Ordinal);
        for (int i = 0; i < list.Items.Length; i++)
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"{Key}[{i}]");
            if (list.Items[i] is not YamlMapping)
            {
                errors.AddUnexpected(list.Items[i], key, $"a group of keys, for example {Example}");
                continue;
            }

            int reported = errors.Count;
            T item = Read(YamlGroup.Of(list.Items[i], key, [.. Keys], errors));
            if (errors.Count > reported)
            {
                continue;
            }

            string? name = Identity?.Invoke(item);
            if (name is not null && !names.TryAdd(name, list.Items[i].At))
            {
                errors.Add(list.Items[i].At, key, $"{YamlScalar.Show(name)} is already in line {names[name].Line}; keep one of the two");
            }

            items.Add(item);
        }

        if (Order is not null)
        {
            items.Sort(Order);
        }

        value = items.ToValueArray();
        return errors.Count == before;
    }
}
