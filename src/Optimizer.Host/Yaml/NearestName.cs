namespace Optimizer.Host.Yaml;

/// <summary>Finds what the operator probably meant.</summary>
internal static class NearestName
{
    // A key that needs more edits than this is another word, and a wrong suggestion is worse than none.
    private const int MostEdits = 6;
    private const int LongestWord = 64;

    /// <summary>The known name closest to the written one, ties to the first; null when none is close.</summary>
    /// <remarks>Names are compared whole, and by their part after the last dot, so that a key in the wrong section is found too.</remarks>
    public static string? Of(string written, IEnumerable<string> known)
    {
        if (written.Length is 0 or > LongestWord)
        {
            return null;
        }

        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string name in known)
        {
            string leaf = name[(name.LastIndexOf('.') + 1)..];
            int distance = Math.Min(Distance(written, name), leaf.Length == name.Length ? int.MaxValue : Distance(written, leaf) + 1);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return bestDistance <= Math.Min(MostEdits, Math.Max(1, written.Length / 2)) ? best : null;
    }

    /// <summary>Edits (insert, delete, replace, swap of neighbours) between two words, case ignored.</summary>
    private static int Distance(string left, string right)
    {
        int common = left.Zip(right).TakeWhile(pair => Same(pair.First, pair.Second)).Count();
        if (common >= 4 && common * 4 >= left.Length * 3)
        {
            return 1 + left.Length - common; // a key cut short: the missing tail does not count
        }

        int ending = left.Reverse().Zip(right.Reverse()).TakeWhile(pair => Same(pair.First, pair.Second)).Count();
        if (left.Length >= 6 && left.Length < right.Length && common + ending >= left.Length)
        {
            return 2; // a key with a word left out in its middle
        }

        int[,] cost = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            cost[i, 0] = i;
        }

        for (int j = 0; j <= right.Length; j++)
        {
            cost[0, j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            for (int j = 1; j <= right.Length; j++)
            {
                int replace = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                int least = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + replace);
                bool swapped = i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]);
                cost[i, j] = swapped ? Math.Min(least, cost[i - 2, j - 2] + 1) : least;
            }
        }

        return cost[left.Length, right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
