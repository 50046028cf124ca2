using System.Text.RegularExpressions;

namespace Optimizer.Architecture.Tests;

/// <summary>Words that must not be committed. They are put together here so that this file does not contain them.</summary>
public sealed class TextTests
{
    private static readonly string[] BinaryExtensions = [".png", ".jpg", ".gif", ".ico", ".woff2", ".pfx", ".gz", ".zip"];

    /// <summary>What is forbidden, and why.</summary>
    public static TheoryData<string, string> Forbidden() => new()
    {
        { @"\b" + "TO" + @"DO\b", "leftover marks: do it, or open an issue" },
        { @"\b" + "FIX" + @"ME\b", "leftover marks: do it, or open an issue" },
        { @"\b" + "HA" + @"CK\b", "leftover marks: say what the driver or library does that makes it necessary" },
        { @"\bNotImplemented" + @"Exception\b", "half-built code" },
        { @"(?<![\w.}])/wo" + "rk/", "a path of one machine" },
        { @"(?<![\w.}])/ro" + "ot/", "a path of one machine" },
        { @"(?<![\w.}])/Use" + "rs/", "a path of one machine" },
        { @"\[(Fact|Theory)\(.*\bSkip\s*=", "a skipped test proves nothing; state the condition in the test" },
        { "\r\n", "line ends are LF" },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void TrackedText_HoldsNoForbiddenWord(string pattern, string reason)
    {
        Regex forbidden = new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        string[] found =
        [
            .. Repository.Files
                .Where(file => !BinaryExtensions.Contains(Path.GetExtension(file)))
                .SelectMany(file => forbidden.Matches(Repository.Text(file)).Select(match => $"{file}: '{match.Value.Trim()}' ({reason})")),
        ];

        Assert.Empty(found);
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Forbidden_OfAnExample_Matches(string pattern, string reason)
    {
        // The patterns themselves can be wrong; each must catch what it was written for.
        string[] examples =
        [
            "// TO" + "DO later", "// FIX" + "ME", "// HA" + "CK", "throw new NotImplemented" + "Exception();", "cd /wo" + "rk/main", "\"/ro" + "ot/.config\"",
            "/Use" + "rs/someone", "[Fact(Ski" + "p = \"flaky\")]", "a\r\n",
        ];

        Assert.Contains(examples, example => Regex.IsMatch(example, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.NotEmpty(reason);
    }
}
