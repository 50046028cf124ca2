using System.Collections.Immutable;
using Optimizer.Model.Mig;

namespace Optimizer.Node.Act;

/// <summary>A GPU instance as one reading found it; its handle is good for the job that read it.</summary>
internal sealed class FoundInstance(InstanceMark mark, uint computeSlices, nint handle, ImmutableArray<FoundCompute> computes)
{
    public InstanceMark Mark => mark;

    public uint Id => mark.Id;

    public PlacedInstance Place => mark.Place;

    /// <summary>Compute slices of its profile.</summary>
    public uint ComputeSlices => computeSlices;

    public nint Handle => handle;

    public ImmutableArray<FoundCompute> Computes => computes;

    /// <summary>One compute instance spans it, and nothing else is in it.</summary>
    public bool IsWhole => computes.Length == 1 && computes[0].Slices == computeSlices;

    /// <summary>For messages, for example <c>3g.40gb@4 (GPU instance 1)</c>.</summary>
    public override string ToString() => $"{Place} (GPU instance {Id})";
}
