using System.Runtime.CompilerServices;
using System.Text;

namespace Optimizer.Exporter.Catalogue;

/// <summary>Label values of an enum: its members in snake case, made once, so that a scrape allocates no text.</summary>
/// <typeparam name="TEnum">An enum over int whose members count from 0.</typeparam>
internal static class LabelText<TEnum>
    where TEnum : struct, Enum
{
    private static readonly string[] Texts = Array.ConvertAll(Enum.GetNames<TEnum>(), SnakeCase);

    /// <summary>All of them, in order of the members.</summary>
    public static ReadOnlySpan<string> All => Texts;

    /// <summary>The label value of one member.</summary>
    /// <exception cref="IndexOutOfRangeException">The value is no member: a broken snapshot.</exception>
    public static string Of(TEnum value) => Texts[Unsafe.BitCast<TEnum, int>(value)];

    private static string SnakeCase(string member)
    {
        // PCIe writes "nonfatal" in one word, and so do the rules people already have.
        if (member == "NonFatal")
        {
            return "nonfatal";
        }

        StringBuilder text = new(member.Length + 4);
        foreach (char letter in member)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
