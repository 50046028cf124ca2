namespace Optimizer.Planning.Problems;

/// <summary>Board power as a function of load: idle + (max - idle) x share of slices x load^exponent, summed over busy instances, capped at max.</summary>
/// <param name="IdleWatts">Board power with nothing running.</param>
/// <param name="MaxWatts">Board power at full load; at least idle.</param>
/// <param name="LoadExponent">0.7 unless fitted; 0.3 to 1.5.</param>
/// <remarks>An assumption until fitted to the board's own meter: no instance has a meter. Source: reference power distributions of A100 clusters.</remarks>
public readonly record struct PowerCurve(double IdleWatts, double MaxWatts, double LoadExponent = 0.7);
