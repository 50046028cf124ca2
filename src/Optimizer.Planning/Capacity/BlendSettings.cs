namespace Optimizer.Planning.Capacity;

/// <summary>Constants of <see cref="CurveBlend"/>. The decision page says what was tried.</summary>
internal sealed record BlendSettings
{
    /// <summary>Disagreement, in logarithm of rate, at which a curve counts little. Doubled, two known figures say less: a tenth more error.</summary>
    internal double Width { get; init; } = 0.04;

    /// <summary>Difference of activity at which a curve counts little. Narrower fits the tables better, but SM activity is not quite what they hold.</summary>
    internal double ActivityWidth { get; init; } = 0.15;

    /// <summary>What an inference curve counts for a training job and the other way about. At 1 the error with one known figure rises by half and more.</summary>
    internal double Foreign { get; init; } = 0.03;

    /// <summary>What a curve of a fixed batch counts for an inference workload whose activity nobody read, with one known figure: it is taken to fill its seat.</summary>
    internal double FixedWithOne { get; init; } = 0.1;

    /// <summary>The same with more figures, where the shape itself tells.</summary>
    internal double FixedWithMore { get; init; } = 0.3;

    /// <summary>What a training curve counts per step its memory need is away. At 1, memory is not used.</summary>
    internal double MemoryStep { get; init; } = 0.1;
}
