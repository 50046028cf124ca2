using System.Buffers;
using System.Globalization;

namespace Optimizer.Host.Web;

/// <summary>The text form of a bcrypt hash: <c>$2y$10$</c>, then 22 characters of salt and 31 of hash.</summary>
internal static class BcryptHash
{
    private const int LeastCost = 4;

    // Each step doubles the time of one check: 14 is about a second of CPU on a server, 16 is a denial of service on oneself.
    private const int MostCost = 14;
    private const int Length = 60;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>What is wrong with the text as a hash; null when it is one we accept.</summary>
    public static string? Explain(string text)
    {
        bool shaped = text.Length == Length
            && text[0] == '$' && text[1] == '2' && text[2] is 'a' or 'b' or 'y' && text[3] == '$' && text[6] == '$'
            && text.AsSpan(7).IndexOfAnyExcept(Alphabet) < 0;
        if (!shaped || !int.TryParse(text.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int cost))
        {
            return "this is not a bcrypt hash";
        }

        return cost is >= LeastCost and <= MostCost ? null : $"its cost is {cost}, expected {LeastCost} to {MostCost}";
    }

    /// <summary>The cost of a hash that <see cref="Explain"/> accepts.</summary>
    public static int Cost(string hash) => int.Parse(hash.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>A hash that no password is known to have, as dear to check as a real one.</summary>
    public static string Decoy(int cost) => $"$2a${cost:00}$abcdefghijklmnopqrstuu{new string('.', 31)}";
}
