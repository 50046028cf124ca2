using Google.OrTools.Sat;

namespace Optimizer.Planning.Solving;

/// <summary>Whether the solver's native library is there. It is loaded on first use: a daemon that only observes never pays for it.</summary>
internal static class NativeSolver
{
    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>True when it loads.</summary>
    internal static bool IsThere => Loaded.Value;

    private static bool Load()
    {
        try
        {
            return new CpModel().Validate().Length == 0;
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException)
        {
            // A platform the package has no library for: the constructive search serves there.
            return false;
        }
    }
}
