using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Optimizer.Host.Tests.Support;

/// <summary>Damages a legal file the ways editors, disks and attackers do. Deterministic from a seed.</summary>
internal static class FileMutation
{
    private static readonly string[] Fragments =
        ["[", "]", "{", "}", ": ", "- ", "&a ", "*a", "!!binary ", "\n", "\t", "\"", "'", "|\n", ">\n", "---\n", "...\n", "%YAML 9.9\n", "? ", "#", "~", "\u0000", "\uFEFF", "\uD800", "\u0085", "  ", "<<: *a\n", "9999999999999999999", ".inf", "-0", "1e309"];

    /// <summary>Runs a law over many seeds; on failure FsCheck names the seed and its own.</summary>
    public static void ForManySeeds(int tests, Func<int, bool> law)
    {
        FsCheck.Replay replay = new(new Rnd(2026, 1), FSharpOption<int>.None);
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(tests).WithStartSize(1000).WithEndSize(1_000_000).WithReplay(FSharpOption<FsCheck.Replay>.Some(replay)));
    }

    public static string Mutate(string text, int seed)
    {
        Random random = new(seed);
        for (int edits = random.Next(1, 12); edits > 0; edits--)
        {
            int at = random.Next(text.Length + 1);
            int length = Math.Min(random.Next(40), text.Length - at);
            text = random.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Fragments[random.Next(Fragments.Length)]),
                2 => text.Insert(random.Next(text.Length + 1), text.Substring(at, length)),
                _ => text.Insert(at, new string((char)random.Next(1, 0x250), random.Next(1, 5))),
            };
        }

        return text;
    }

    public static string Noise(int seed)
    {
        Random random = new(seed);
        return string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => random.Next(3) == 0
            ? ((char)random.Next(0, 0xFFFF)).ToString()
            : Fragments[random.Next(Fragments.Length)] + (char)random.Next('a', 'z')));
    }
}
