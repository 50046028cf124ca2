using System.Globalization;
using Optimizer.Host.Yaml;
using Optimizer.Model.Mig;
using Optimizer.Planning.Online;
using Optimizer.Planning.Online.Replay;

namespace Optimizer.Host.Planning;

/// <summary>From rows of a file to requests for profiles of a GPU.</summary>
internal static class PlaceInputs
{
    /// <summary>The arrivals, or why a row cannot be one.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="geometry">The GPU's profiles.</param>
    public static (IReadOnlyList<OnlineArrival> Arrivals, string? Problem) Of(string path, IReadOnlyList<PlaceRow> rows, MigGeometry geometry)
    {
        List<OnlineArrival> arrivals = [];
        foreach (PlaceRow row in rows)
        {
            string? profile = row.Profile is null ? Smallest(geometry, row.ComputeSlices)?.Name : geometry.FindProfile(row.Profile)?.Name;
            if (profile is null)
            {
                string names = string.Join(", ", geometry.Profiles.Select(static known => known.Name));
                string what = row.Profile is string name
                    ? $"profile {YamlScalar.Show(name)} is none of the GPU's: {names}"
                    : $"mig_g {row.ComputeSlices} is more than the {geometry.ComputeSlices} compute slices of the widest profile: {names}";
                return ([], string.Create(CultureInfo.InvariantCulture, $"{path}:{row.Line}: {what}"));
            }

            arrivals.Add(new OnlineArrival(new OnlineRequest(row.Id, profile, row.Class), row.Seconds));
        }

        return (arrivals, null);
    }

    /// <summary>The smallest profile with enough compute slices; of equal ones the plain one, which a GPU has most of. Null when none has enough.</summary>
    internal static MigProfile? Smallest(MigGeometry geometry, int computeSlices) => geometry.Profiles
        .Where(profile => profile.ComputeSlices >= computeSlices)
        .OrderBy(static profile => profile.ComputeSlices)
        .ThenBy(static profile => profile.MemorySlices)
        .ThenByDescending(static profile => profile.MaxInstances)
        .ThenBy(static profile => profile.Name, StringComparer.Ordinal)
        .FirstOrDefault();
}
