namespace Optimizer.Exporter.Exposition;

/// <summary>Finds a series by a span of label values, so that looking one up allocates nothing.</summary>
internal sealed class LabelValuesComparer : IEqualityComparer<string[]>, IAlternateEqualityComparer<ReadOnlySpan<string>, string[]>
{
    public static readonly LabelValuesComparer Instance = new();

    public bool Equals(string[]? x, string[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(string[] obj) => GetHashCode(obj.AsSpan());

    public string[] Create(ReadOnlySpan<string> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<string> alternate, string[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<string> alternate)
    {
        HashCode hash = default;
        foreach (string value in alternate)
        {
            hash.Add(value.GetHashCode(StringComparison.Ordinal));
        }

        return hash.ToHashCode();
    }
}
