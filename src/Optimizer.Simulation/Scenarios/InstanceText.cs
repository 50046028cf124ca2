using System.Collections.Immutable;
using System.Text;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;

namespace Optimizer.Simulation.Scenarios;

/// <summary>How a scenario writes an instance: <c>3g.40gb@4</c>, or with compute instances <c>3g.40gb@4/2c+1c</c>.</summary>
internal static class InstanceText
{
    /// <summary>Null, and what was expected, for anything that is not an instance of the board.</summary>
    public static InstancePlan? Parse(string text, SimulatedBoard board, out string? problem)
    {
        problem = null;
        string[] halves = text.Split('/', 2);
        string[] parts = halves[0].Split('@');
        if (parts.Length != 2 || !int.TryParse(parts[1], out int start))
        {
            problem = $"an instance such as {board.Profiles[0].Name}@0 was expected, not '{text}'";
            return null;
        }

        if (board.FindProfile(parts[0]) is not { } profile)
        {
            problem = $"one of {string.Join(", ", board.Profiles.Select(known => known.Name))} was expected, not '{parts[0]}'";
            return null;
        }

        if (!profile.Placements.Any(placement => placement.Start == start))
        {
            problem = $"{profile.Name} at one of {string.Join(", ", profile.Placements.Select(placement => placement.Start))} was expected, not at {start}";
            return null;
        }

        ImmutableArray<int> widths = halves.Length == 1 ? [] : [.. halves[1].Split('+').Select(Width)];
        if (!ComputeProfile.Fit(widths, profile.ComputeSlices))
        {
            problem = $"compute instances that fit into {profile.ComputeSlices} slices were expected, widest first, such as 2c+1c, not '{halves[1]}'";
            return null;
        }

        return new InstancePlan(profile, start, widths);
    }

    /// <summary><c>RemapFailed</c> as a file writes it: <c>remap-failed</c>.</summary>
    public static string Kebab(string name)
    {
        StringBuilder text = new();
        foreach (char letter in name)
        {
            text.Append(char.IsUpper(letter) && text.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    private static int Width(string text) => text.EndsWith('c') && int.TryParse(text[..^1], out int width) && width is > 0 and <= 8 ? width : 99;
}
