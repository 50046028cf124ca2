namespace Optimizer.Simulation.Mig;

/// <summary>A compute instance: what CUDA calls a MIG device.</summary>
internal sealed class ComputeInstance(GpuInstance parent, int id, int width, int start, string uuid)
{
    public GpuInstance Parent { get; } = parent;

    /// <summary>Unique while alive, within the GPU instance; the lowest free number.</summary>
    public int Id { get; } = id;

    /// <summary>Compute slices.</summary>
    public int Width { get; } = width;

    /// <summary>First compute slice inside the GPU instance.</summary>
    public int Start { get; } = start;

    public int End => Start + Width;

    public string Uuid { get; } = uuid;

    /// <summary>Slot of the MIG device list, and so of its handle; reused after destruction.</summary>
    public int MigIndex { get; set; } = -1;

    /// <summary>The handle of the present session; 0 before it is first asked for.</summary>
    public nint Handle { get; set; }

    public bool SpansInstance => Width == Parent.Profile.ComputeSlices;

    /// <summary>A partial instance has as many multiprocessors as one-slice instances of its width would; a full one has all of its parent's.</summary>
    public int Multiprocessors => SpansInstance
        ? Parent.Profile.Multiprocessors
        : Math.Min(Width * Parent.Gpu.Board.Profiles[0].Multiprocessors, Parent.Profile.Multiprocessors);

    public string ProfileName => SpansInstance ? Parent.Profile.Name : $"{Width}c.{Parent.Profile.Name}";
}
