using System.Globalization;
using System.Text.RegularExpressions;
using Optimizer.Model.Mig;

namespace Optimizer.Host.Planning;

/// <summary>What people write for the profiles of a GPU model: the full name, or <c>1g</c>, <c>2g</c> and so on, and <c>1gL</c> for the one with twice the memory.</summary>
internal sealed partial class ProfileNames
{
    private readonly Dictionary<string, string> _full = new(StringComparer.Ordinal);

    /// <summary>The names for a GPU model.</summary>
    public ProfileNames(MigGeometry geometry)
    {
        foreach (MigProfile profile in geometry.Profiles)
        {
            _full.Add(profile.Name, profile.Name);
        }

        List<string> shorts = [];
        foreach (IGrouping<int, MigProfile> width in geometry.Profiles.Where(static profile => Plain().IsMatch(profile.Name)).GroupBy(static profile => profile.ComputeSlices))
        {
            MigProfile[] byMemory = [.. width.OrderBy(static profile => profile.MemorySlices).ThenBy(static profile => profile.Name, StringComparer.Ordinal)];
            string name = string.Create(CultureInfo.InvariantCulture, $"{width.Key}g");
            shorts.Insert(0, name);
            _full.TryAdd(name, byMemory[0].Name);
            if (byMemory.Length > 1 && byMemory[1].MemorySlices > byMemory[0].MemorySlices)
            {
                shorts.Insert(1, name + "L");
                _full.TryAdd(name + "L", byMemory[1].Name);
            }
        }

        Legal = $"{string.Join(", ", shorts)}, or in full {string.Join(", ", geometry.Profiles.Select(static profile => profile.Name).Reverse())}";
    }

    /// <summary>Every legal name, in words: short ones first, narrow before wide.</summary>
    public string Legal { get; }

    /// <summary>The full name; null when the model has no such profile.</summary>
    public string? Find(string written) => _full.GetValueOrDefault(written);

    // Profiles with or without media engines or graphics (+me, -me, +gfx) are asked for by their full name.
    [GeneratedRegex(@"^[0-9]+g\.[0-9]+gb$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Plain();
}
