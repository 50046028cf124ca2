using System.Collections.Immutable;

namespace Optimizer.Host.Yaml;

/// <summary>Collects everything wrong with one file. Not thread-safe; one per reading.</summary>
/// <param name="file">The file as the operator named it.</param>
internal sealed class FileErrors(string file)
{
    /// <summary>Reported errors are bounded: a megabyte of rubbish must not become a megabyte of log.</summary>
    public const int Limit = 100;

    private readonly List<FileError> _errors = [];

    /// <summary>True while nothing was reported.</summary>
    public bool IsEmpty => _errors.Count == 0;

    /// <summary>How many were reported, <see cref="Limit"/> at most: whether reading something added to them.</summary>
    public int Count => _errors.Count;

    /// <summary>Reports one error.</summary>
    public void Add(YamlPosition at, string key, string message)
    {
        if (_errors.Count < Limit)
        {
            _errors.Add(new FileError(file, at, key, message));
        }
    }

    /// <summary>Reports a value that is not what belongs there.</summary>
    public void AddUnexpected(YamlNode node, string key, string expected) =>
        Add(node.At, key, $"found {Found(node, isUrl: false)}, expected {expected}");

    /// <summary>Reports a value where a URL belongs. More of these hold a secret, written with or without a scheme.</summary>
    public void AddUnexpectedUrl(YamlNode node, string key, string expected) =>
        Add(node.At, key, $"found {Found(node, isUrl: true)}, expected {expected}");

    /// <summary>Reports a key that does not exist, with the closest one that does.</summary>
    public void AddUnknownKey(YamlScalar keyNode, string prefix, IEnumerable<string> known)
    {
        if (_errors.Count >= Limit)
        {
            return; // it would not be kept, and looking for a name costs more than the rest
        }

        string shown = YamlScalar.Show(keyNode.Text);
        string? nearest = NearestName.Of(keyNode.Text, known);
        string hint = nearest is null ? "" : $"; did you mean \"{nearest}\"?";
        Add(keyNode.At, prefix, $"unknown key {shown}{hint}");
    }

    // What may hold a password or a token is not repeated: these messages go to the journal.
    private static string Found(YamlNode node, bool isUrl)
    {
        string text = node is YamlScalar scalar ? scalar.Text : "";
        isUrl = isUrl || text.Contains("://", StringComparison.Ordinal);
        return isUrl && text.Contains('@', StringComparison.Ordinal) ? "a URL with a user"
            : isUrl && text.AsSpan().ContainsAny('?', '#') ? "a URL with a query or fragment"
            : node.Describe();
    }

    /// <summary>Everything reported, in file order.</summary>
    public ImmutableArray<FileError> ToSorted() =>
        [.. _errors.OrderBy(e => e.At.Line).ThenBy(e => e.At.Column).ThenBy(e => e.Key, StringComparer.Ordinal)];
}
