using BenchmarkDotNet.Attributes;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Simulation.Boards;

namespace Optimizer.Benchmarks;

/// <summary>Enumerating every legal layout of a GPU. Budget: well under 50 ms, so that planning can afford it per GPU model.</summary>
[MemoryDiagnoser]
public class LayoutBenchmarks
{
    private MigGeometry _geometry = null!;

    [Params("h100-80gb-sxm", "rtx-pro-6000-blackwell")]
    public string Board { get; set; } = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        SimulatedBoard board = BoardCatalogue.Find(Board) ?? throw new InvalidOperationException($"There is no board {Board}.");
        MigProfile[] profiles = [.. board.Profiles.Select(static profile => new MigProfile
        {
            Name = profile.Name,
            Id = (uint)profile.Id,
            ComputeSlices = profile.ComputeSlices,
            MemorySlices = profile.MemorySlices,
            Multiprocessors = profile.Multiprocessors,
            MemoryBytes = (ulong)profile.MemoryMib << 20,
            MaxInstances = profile.MaxInstances,
            Engines = new EngineCounts(profile.CopyEngines, profile.Decoders, profile.Encoders, profile.Jpeg, profile.OpticalFlow),
            Placements = profile.Placements.Select(static placement => new Placement(placement.Start, placement.Size)).Order().ToValueArray(),
        })];
        _geometry = MigGeometry.TryCreate(profiles, MigGeometry.WholeGpuEngines(profiles), out MigGeometry? geometry, out string? problem)
            ? geometry
            : throw new InvalidOperationException(problem);
    }

    [Benchmark(Description = "every legal layout")]
    public int Legal() => LayoutSearch.Legal(_geometry).Count;

    [Benchmark(Description = "maximal layouts")]
    public int Maximal() => LayoutSearch.Maximal(_geometry).Count;
}
