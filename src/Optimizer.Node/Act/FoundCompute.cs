namespace Optimizer.Node.Act;

/// <summary>A compute instance as one reading found it; its handle is good for the job that read it.</summary>
internal readonly record struct FoundCompute(uint Id, uint Slices, nint Handle);
