namespace Optimizer.Planning.Terms;

/// <summary>Finds what a misspelt name was meant to be.</summary>
internal static class NearestName
{
    /// <summary>The name with the fewest letters to change, case aside; for names with parts, such as <c>Europe/Berlin</c>, its last part counts as well. Of equals the first ordinally.</summary>
    /// <param name="asked">What was asked for.</param>
    /// <param name="names">What there is; not empty.</param>
    internal static string Of(string asked, IEnumerable<string> names) => names
        .OrderBy(name => Math.Min(Edits(asked, name), Edits(asked, name[(name.LastIndexOf('/') + 1)..])))
        .ThenBy(name => name, StringComparer.Ordinal)
        .First();

    private static int Edits(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + same, 1 + Math.Min(row[j], row[j - 1])));
            }
        }

        return row[^1];
    }
}
