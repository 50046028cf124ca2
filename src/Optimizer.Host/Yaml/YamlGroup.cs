namespace Optimizer.Host.Yaml;

/// <summary>One group of keys, with duplicates and unknown keys reported when it is made.</summary>
internal sealed class YamlGroup
{
    private readonly string _section;
    private readonly FileErrors _errors;
    private readonly Dictionary<string, YamlEntry> _byName = new(StringComparer.Ordinal);

    private YamlGroup(YamlPosition at, string section, FileErrors errors)
    {
        At = at;
        _section = section;
        _errors = errors;
    }

    /// <summary>Where it begins.</summary>
    public YamlPosition At { get; }

    /// <summary>The entries in no order, each key once.</summary>
    public IEnumerable<YamlEntry> Entries => _byName.Values;

    /// <summary>Reads a node as a group. A node of another kind is reported and answers as an empty group.</summary>
    /// <param name="node">The node; nothing at all is an empty group.</param>
    /// <param name="section">Its dotted key, empty for the root.</param>
    /// <param name="known">Legal keys; null when any is.</param>
    /// <param name="errors">Collects everything wrong.</param>
    public static YamlGroup Of(YamlNode node, string section, IReadOnlyCollection<string>? known, FileErrors errors)
    {
        YamlGroup group = new(node.At, section, errors);
        if (node is YamlScalar { IsNull: true })
        {
            return group;
        }

        if (node is not YamlMapping mapping)
        {
            errors.AddUnexpected(node, section, "a group of keys");
            return group;
        }

        foreach (YamlEntry entry in mapping.Entries)
        {
            if (known is not null && !known.Contains(entry.Key.Text))
            {
                errors.AddUnknownKey(entry.Key, section, known);
            }
            else if (!group._byName.TryAdd(entry.Key.Text, entry))
            {
                errors.Add(entry.Key.At, section, $"{YamlScalar.Show(entry.Key.Text)} is already set in line {group._byName[entry.Key.Text].Key.At.Line}; remove one of the two");
            }
        }

        return group;
    }

    /// <summary>The value of a key, or null when it is absent.</summary>
    public YamlNode? Find(string name) => _byName.TryGetValue(name, out YamlEntry entry) ? entry.Value : null;

    /// <summary>Reports, where the group begins, each of these keys that is absent or nothing.</summary>
    public void Require(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Find(name) is null or YamlScalar { IsNull: true })
            {
                _errors.Add(At, Dotted(name), "is missing");
            }
        }
    }

    /// <summary>Reports what is wrong with a key that is there.</summary>
    public void Wrong(string name, string message) => _errors.Add(Find(name)?.At ?? At, Dotted(name), message);

    /// <summary>Hands on what is wrong with a part of it.</summary>
    public void Unexpected(YamlNode node, string name, string expected) => _errors.AddUnexpected(node, Dotted(name), expected);

    /// <summary>Reports a key that is there and must not be.</summary>
    public void Refuse(string name, string message)
    {
        if (_byName.TryGetValue(name, out YamlEntry entry))
        {
            _errors.Add(entry.Key.At, Dotted(name), message);
        }
    }

    /// <summary>A path, resolved against the folder; null when absent, empty or not legal (reported).</summary>
    public FileReference? File(string name, string folder)
    {
        if (Find(name) is not YamlNode node)
        {
            return null;
        }

        if (node is YamlScalar { IsNull: false } scalar && scalar.Text.Length is > 0 and < 4096 && !scalar.Text.Any(char.IsControl))
        {
            return new FileReference(Dotted(name), node.At, Path.GetFullPath(scalar.Text, folder));
        }

        _errors.AddUnexpected(node, Dotted(name), "a path");
        return null;
    }

    /// <summary>A truth value.</summary>
    public bool Flag(string name, bool fallback) =>
        Choice(name, fallback, ["true", "false"], word => string.Equals(word, "true", StringComparison.Ordinal));

    /// <summary>One word out of a few; the fallback when it is absent or not legal (reported).</summary>
    public T Choice<T>(string name, T fallback, IReadOnlyCollection<string> words, Func<string, T> meaning)
    {
        if (Find(name) is not YamlNode node)
        {
            return fallback;
        }

        if (node is YamlScalar scalar && words.Contains(scalar.Text))
        {
            return meaning(scalar.Text);
        }

        _errors.AddUnexpected(node, Dotted(name), $"one of the words {string.Join(", ", words)}");
        return fallback;
    }

    /// <summary>A text that satisfies a rule; null when absent or nothing, or not legal (reported).</summary>
    public string? Text(string name, string expected, Func<string, bool> accepts) =>
        Parse<string>(name, expected, scalar => accepts(scalar.Text) ? scalar.Text : null);

    /// <summary>A URL that satisfies a rule; null when absent or nothing, or not legal (reported without what may be secret in it).</summary>
    public Uri? Url(string name, string expected, Func<YamlScalar, Uri?> parse)
    {
        if (Find(name) is not YamlNode node || node is YamlScalar { IsNull: true })
        {
            return null;
        }

        Uri? url = node is YamlScalar scalar ? parse(scalar) : null;
        if (url is null)
        {
            _errors.AddUnexpectedUrl(node, Dotted(name), expected);
        }

        return url;
    }

    /// <summary>A value read from one scalar; null when absent or nothing, or not legal (reported).</summary>
    public T? Parse<T>(string name, string expected, Func<YamlScalar, T?> parse)
        where T : class
    {
        if (Find(name) is not YamlNode node || node is YamlScalar { IsNull: true })
        {
            return null;
        }

        T? value = node is YamlScalar scalar ? parse(scalar) : null;
        if (value is null)
        {
            _errors.AddUnexpected(node, Dotted(name), expected);
        }

        return value;
    }

    /// <summary>The same for a value type.</summary>
    public T? ParseValue<T>(string name, string expected, Func<YamlScalar, T?> parse)
        where T : struct
    {
        if (Find(name) is not YamlNode node || node is YamlScalar { IsNull: true })
        {
            return null;
        }

        T? value = node is YamlScalar scalar ? parse(scalar) : null;
        if (value is null)
        {
            _errors.AddUnexpected(node, Dotted(name), expected);
        }

        return value;
    }

    /// <summary>The key of a name with the groups it is in.</summary>
    public string Dotted(string name) => _section.Length == 0 ? name : $"{_section}.{name}";
}
