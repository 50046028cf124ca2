using System.Diagnostics.CodeAnalysis;
using Optimizer.Model.Collections;

namespace Optimizer.Model.Mig;

/// <summary>A set of placed instances that the geometry allows together. An illegal one cannot be made.</summary>
/// <remarks>Immutable, compares by value (geometry and instances), safe to share between threads.</remarks>
public sealed class Layout : IEquatable<Layout>
{
    private Layout(MigGeometry geometry, PlacedInstance[] instances)
    {
        Geometry = geometry;
        Instances = new ValueArray<PlacedInstance>(instances);
    }

    /// <summary>The geometry it is legal for.</summary>
    public MigGeometry Geometry { get; }

    /// <summary>The instances in ascending order of start; empty for a GPU in MIG mode with no instance.</summary>
    public ValueArray<PlacedInstance> Instances { get; }

    /// <summary>The layout without instances, legal for every geometry.</summary>
    public static Layout Empty(MigGeometry geometry) => new(geometry, []);

    /// <summary>Checks the instances against the geometry.</summary>
    /// <param name="geometry">What the GPU allows.</param>
    /// <param name="instances">Instances in any order.</param>
    /// <param name="layout">The layout when the answer is true.</param>
    /// <param name="refusal">The first broken rule when the answer is false.</param>
    public static bool TryCreate(
        MigGeometry geometry,
        IEnumerable<PlacedInstance> instances,
        [NotNullWhen(true)] out Layout? layout,
        [NotNullWhen(false)] out LayoutRefusal? refusal)
    {
        PlacedInstance[] sorted = [.. instances.Order()];
        Occupancy occupancy = new(geometry);
        PlacedInstance? last = null;
        layout = null;
        foreach (PlacedInstance instance in sorted)
        {
            refusal = Refuse(geometry, occupancy, last, instance, out Candidate? candidate);
            if (refusal is not null)
            {
                return false;
            }

            occupancy.Add(candidate!);
            last = instance;
        }

        layout = new Layout(geometry, sorted);
        refusal = null;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Layout? other) =>
        other is not null && (ReferenceEquals(this, other) || (Instances == other.Instances && Geometry.Equals(other.Geometry)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Layout);

    /// <inheritdoc/>
    public override int GetHashCode() => Instances.GetHashCode();

    /// <summary>Canonical text, for example <c>3g.40gb@0+1g.10gb@4</c>; see <see cref="LayoutNotation"/>.</summary>
    public override string ToString() => LayoutNotation.Format(Instances.Span);

    /// <summary>Wraps what a walk over legal candidates found, without checking it again.</summary>
    internal static Layout FromWalk(MigGeometry geometry, List<Candidate> candidates)
    {
        PlacedInstance[] instances = new PlacedInstance[candidates.Count];
        for (int i = 0; i < instances.Length; i++)
        {
            instances[i] = candidates[i].Instance;
        }

        return new Layout(geometry, instances);
    }

    private static LayoutRefusal? Refuse(
        MigGeometry geometry, Occupancy occupancy, PlacedInstance? last, PlacedInstance instance, out Candidate? candidate)
    {
        candidate = null;
        int profile = geometry.IndexOf(instance.Profile);
        if (profile < 0)
        {
            return new(LayoutRefusalReason.UnknownProfile, $"The GPU has no profile '{instance.Profile}'.");
        }

        candidate = FindCandidate(geometry, instance);
        if (candidate is null)
        {
            return new(LayoutRefusalReason.IllegalPlacement, $"Profile {instance.Profile} may not be placed at {instance.Placement}.");
        }

        // In order of start, only the instance before can overlap: the ones before it end at or before its start.
        if (last is not null && last.Placement.Overlaps(instance.Placement))
        {
            return new(LayoutRefusalReason.Overlap, $"{last} and {instance} share a memory slice.");
        }

        if (occupancy.Room(profile) > 0)
        {
            return null;
        }

        if (occupancy.IsCountReached(profile))
        {
            return new(LayoutRefusalReason.TooManyOfProfile,
                $"{instance} is one more than the {geometry.Profiles[profile].MaxInstances} of profile {instance.Profile} the GPU allows.");
        }

        return occupancy.IsComputeShort(profile)
            ? new(LayoutRefusalReason.ComputeSlicesExceeded, $"{instance} needs more compute slices than the {geometry.ComputeSlices} of the GPU.")
            : new(LayoutRefusalReason.EnginesExceeded, $"{instance} needs more media or copy engines than the board has left.");
    }

    private static Candidate? FindCandidate(MigGeometry geometry, PlacedInstance instance)
    {
        int start = instance.Placement.Start;
        return start < 0 || start >= geometry.MemorySlices
            ? null
            : Array.Find(geometry.CandidatesByStart[start], candidate => candidate.Instance == instance);
    }
}
