using System.Diagnostics.CodeAnalysis;
using Optimizer.Model.Collections;

namespace Optimizer.Model.Mig;

/// <summary>How one GPU can be cut: its profiles, their legal placements, and the capacities that follow from them.</summary>
/// <remarks>
/// Built from what the driver says about the GPU at hand, never from a table of products: 7-slice boards have 8 memory slices,
/// A30 has 4 and RTX PRO 6000 has 12, and the next board will have something else. Immutable, compares by value, safe to share between threads.
/// </remarks>
public sealed class MigGeometry : IEquatable<MigGeometry>
{
    /// <summary>Most memory slices a geometry may have. The largest known board has 12; doubling the limit changes nothing but the width of a bit mask.</summary>
    public const int MaxMemorySlices = 32;

    /// <summary>Most legal layouts a geometry may have. The largest known board has 2319; a hundred times as many would still be searched within a tick.</summary>
    public const int MaxLegalLayouts = 250_000;

    private readonly Dictionary<string, int> _indexByName;

    private MigGeometry(MigProfile[] profiles, EngineCounts? engineLimits)
    {
        Profiles = new ValueArray<MigProfile>(profiles);
        EngineLimits = engineLimits;
        MemorySlices = profiles.Max(profile => profile.Placements.Span[^1].End);
        ComputeSlices = profiles.Max(profile => profile.ComputeSlices * Math.Min(profile.MaxInstances, DisjointPlacements(profile)));
        _indexByName = Enumerable.Range(0, profiles.Length).ToDictionary(index => profiles[index].Name, StringComparer.Ordinal);
        CandidatesByStart = CandidatesOf(profiles, MemorySlices);
    }

    /// <summary>The GPU's profiles, widest first: by compute slices, then memory slices, both descending, then by name.</summary>
    public ValueArray<MigProfile> Profiles { get; }

    /// <summary>Engines of the whole board that layouts may not exceed; null when only placements and instance counts limit.</summary>
    public EngineCounts? EngineLimits { get; }

    /// <summary>Compute slices of the GPU: the most that instances of any one profile can hold together.</summary>
    public int ComputeSlices { get; }

    /// <summary>Memory slices of the GPU: the end of the last legal placement.</summary>
    public int MemorySlices { get; }

    /// <summary>Every (profile, placement) by its start; within a start in the order of <see cref="Profiles"/>.</summary>
    internal Candidate[][] CandidatesByStart { get; }

    /// <summary>Checks the profiles and derives the geometry.</summary>
    /// <param name="profiles">What the driver offers, in any order.</param>
    /// <param name="engineLimits">Engines of the board; <see cref="WholeGpuEngines"/> gives them. Null for no such limit.</param>
    /// <param name="geometry">The geometry when the answer is true.</param>
    /// <param name="problem">One sentence naming the profile and what is wrong with it when the answer is false.</param>
    /// <returns>False when the description makes no sense; MIG arithmetic is then not available for this GPU.</returns>
    public static bool TryCreate(
        IEnumerable<MigProfile> profiles,
        EngineCounts? engineLimits,
        [NotNullWhen(true)] out MigGeometry? geometry,
        [NotNullWhen(false)] out string? problem)
    {
        MigProfile[] ordered =
        [
            .. profiles
                .OrderByDescending(profile => profile.ComputeSlices)
                .ThenByDescending(profile => profile.MemorySlices)
                .ThenBy(profile => profile.Name, StringComparer.Ordinal),
        ];
        geometry = null;
        problem = ProfileCheck.FindProblem(ordered, engineLimits);
        if (problem is not null)
        {
            return false;
        }

        MigGeometry candidate = new(ordered, engineLimits);
        if (LayoutWalk.Count(candidate, MaxLegalLayouts) > MaxLegalLayouts)
        {
            problem = $"The profiles allow more than {MaxLegalLayouts} layouts; known boards allow at most 2319.";
            return false;
        }

        geometry = candidate;
        return true;
    }

    /// <summary>The engines of the board, taken from the profile that spans it (7g on 7-slice boards, 4g on A30 and RTX PRO 6000).</summary>
    /// <remarks>
    /// They are what keeps two different <c>+me</c> profiles of an A30 apart, which the count per profile alone does not. On 7-slice boards
    /// they never bind.
    /// </remarks>
    /// <returns>Null when no profile spans all memory slices.</returns>
    public static EngineCounts? WholeGpuEngines(IEnumerable<MigProfile> profiles)
    {
        MigProfile[] all = [.. profiles];

        // Long sums: the profiles are not checked yet, and a wild start from a driver must not throw here.
        long end = all.SelectMany(profile => profile.Placements).Select(placement => (long)placement.Start + placement.Size).DefaultIfEmpty().Max();
        return all
            .Where(profile => profile.MemorySlices == end)
            .OrderByDescending(profile => profile.ComputeSlices)
            .ThenBy(profile => profile.Name, StringComparer.Ordinal)
            .FirstOrDefault()?.Engines;
    }

    /// <summary>Finds a profile by its name.</summary>
    /// <param name="name">Name without the leading "MIG "; null finds nothing.</param>
    /// <returns>Null when this GPU has no such profile.</returns>
    public MigProfile? FindProfile(string? name)
    {
        int index = IndexOf(name);
        return index < 0 ? null : Profiles[index];
    }

    /// <inheritdoc/>
    public bool Equals(MigGeometry? other) =>
        other is not null && (ReferenceEquals(this, other) || (Profiles == other.Profiles && EngineLimits == other.EngineLimits));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MigGeometry);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Profiles, EngineLimits);

    /// <summary>Capacities and profile names, for messages.</summary>
    public override string ToString() => $"{ComputeSlices} compute, {MemorySlices} memory slices: {string.Join(' ', Profiles)}";

    /// <summary>Position in <see cref="Profiles"/>; -1 when there is no such profile.</summary>
    internal int IndexOf(string? name) => name is not null && _indexByName.TryGetValue(name, out int index) ? index : -1;

    private static int DisjointPlacements(MigProfile profile)
    {
        // Ranges of one size in ascending order: taking each that starts after the last taken is the largest disjoint choice.
        int count = 0, end = 0;
        foreach (Placement placement in profile.Placements)
        {
            if (placement.Start >= end)
            {
                count++;
                end = placement.End;
            }
        }

        return count;
    }

    private static Candidate[][] CandidatesOf(MigProfile[] profiles, int memorySlices)
    {
        ILookup<int, Candidate> byStart = profiles
            .SelectMany((profile, index) => profile.Placements.Select(placement =>
                new Candidate(index, Candidate.MaskOf(placement), new PlacedInstance(profile.Name, placement))))
            .ToLookup(candidate => candidate.Instance.Placement.Start);
        return [.. Enumerable.Range(0, memorySlices).Select(start => byStart[start].ToArray())];
    }
}
