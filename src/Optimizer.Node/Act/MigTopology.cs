using System.Collections.Immutable;
using Optimizer.Model.Mig;

namespace Optimizer.Node.Act;

/// <summary>A GPU's MIG state in one reading.</summary>
/// <param name="Enabled">The mode is on.</param>
/// <param name="Pending">The mode after the next reset.</param>
/// <param name="Profiles">Profiles the driver offers, by name; empty with MIG off.</param>
/// <param name="Instances">Everything there is, by id.</param>
internal sealed record MigTopology(
    bool Enabled, bool Pending, ImmutableDictionary<string, OfferedProfile> Profiles, ImmutableArray<FoundInstance> Instances)
{
    /// <summary>The instance of this profile at this place; null when there is none.</summary>
    public FoundInstance? Find(PlacedInstance wanted) => Instances.FirstOrDefault(found => found.Place == wanted);

    /// <summary>Nothing but this place differs from another reading.</summary>
    public bool IsAsBesides(MigTopology other, PlacedInstance place) => MarksBeside(place).SequenceEqual(other.MarksBeside(place));

    /// <summary>Nothing differs from another reading.</summary>
    public bool IsAs(MigTopology other) =>
        Enabled == other.Enabled && Instances.Select(static found => found.Mark).SequenceEqual(other.Instances.Select(static found => found.Mark));

    /// <summary>The layout in canonical notation, for messages.</summary>
    public string Describe()
    {
        string layout = Enabled ? LayoutNotation.Format([.. Instances.Select(static found => found.Place)]) : "off";
        return Enabled == Pending ? layout : $"{layout} (MIG mode {(Pending ? "on" : "off")} is pending)";
    }

    private IEnumerable<InstanceMark> MarksBeside(PlacedInstance place) =>
        Instances.Select(static found => found.Mark).Where(mark => mark.Place != place);
}
