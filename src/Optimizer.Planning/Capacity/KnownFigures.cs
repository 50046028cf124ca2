using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;

namespace Optimizer.Planning.Capacity;

/// <summary>All that is known of one workload's speed.</summary>
public sealed record KnownFigures
{
    /// <summary>Most figures of one workload; the largest known board has 11 shapes, and twice as many only costs time.</summary>
    public const int MaxFigures = 32;

    /// <summary>What the workload does; <see cref="DeclaredKind.Inference"/> is compared with inference tables, all else with training tables.</summary>
    public DeclaredKind Kind { get; init; } = DeclaredKind.Inference;

    /// <summary>One figure per profile and GPU model, in any order; at most <see cref="MaxFigures"/>.</summary>
    public required ValueArray<KnownFigure> Figures { get; init; }

    /// <summary>Device memory the workload needs. Unit: bytes. Null: not known. It bars profiles, and tells small training jobs from large ones.</summary>
    public ulong? MemoryBytes { get; init; }

    /// <summary>Why these figures cannot be: names the profile, what was seen and the smallest change; null when they can.</summary>
    internal string? FindProblem()
    {
        if (Figures.Count > MaxFigures)
        {
            return $"A workload may have {MaxFigures} known figures; got {Figures.Count}. Drop the oldest.";
        }

        HashSet<(string, string)> seen = [];
        foreach (KnownFigure figure in Figures)
        {
            if (figure.Shape.FindProblem() is { } problem)
            {
                return problem;
            }

            string where = $"{figure.Shape.Profile} on {figure.Shape.GpuModel}";
            if (!(figure.Rate > 0 && double.IsFinite(figure.Rate)))
            {
                return $"The rate on {where} must be positive and finite; got {figure.Rate}. Leave an unknown rate out.";
            }

            if (!(figure.Weight > 0 && double.IsFinite(figure.Weight)))
            {
                return $"The weight of {where} must be positive and finite; got {figure.Weight}. Leave the figure out.";
            }

            if (!IsRatio(figure.SmRatio) || !IsRatio(figure.DramRatio))
            {
                return $"Activity on {where} must lie in 0 to 1; got SM {figure.SmRatio} and DRAM {figure.DramRatio}. Leave out what was not read.";
            }

            if (!seen.Add((figure.Shape.GpuModel, figure.Shape.Profile)))
            {
                return $"There are two figures for {where}. Merge them into one with the sum of their weights.";
            }
        }

        return null;
    }

    private static bool IsRatio(double? value) => value is null or (>= 0 and <= 1);
}
