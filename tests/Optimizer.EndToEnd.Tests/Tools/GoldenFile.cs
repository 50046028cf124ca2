using System.Text;

namespace Optimizer.EndToEnd.Tests.Tools;

/// <summary>Compares a text with a file that is reviewed like code; UPDATE_GOLDEN=1 rewrites the file instead.</summary>
internal static class GoldenFile
{
    public static void Matches(string name, string actual)
    {
        string path = Path.Combine(TestTree.Golden, name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(TestTree.Golden);
            File.WriteAllText(path, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing; run the tests once with UPDATE_GOLDEN=1 and review it.");
        string expected = File.ReadAllText(path);
        if (expected != actual)
        {
            Assert.Fail($"{name} differs: {FirstDifference(expected.Split('\n'), actual.Split('\n'))}\nIf the change is meant, rewrite it with UPDATE_GOLDEN=1 and review the difference.");
        }
    }

    // A page has two thousand lines: xunit's own message would show fifty characters without saying of which series.
    private static string FirstDifference(string[] expected, string[] actual)
    {
        int line = 0;
        while (line < Math.Min(expected.Length, actual.Length) && expected[line] == actual[line])
        {
            line++;
        }

        return $"line {line + 1}\n  expected: {Line(expected, line)}\n  actual:   {Line(actual, line)}";
    }

    private static string Line(string[] lines, int at) => at < lines.Length ? lines[at] : "(end)";
}
