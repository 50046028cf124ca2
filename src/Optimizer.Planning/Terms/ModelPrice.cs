namespace Optimizer.Planning.Terms;

/// <summary>Price of one GPU model.</summary>
/// <param name="Model">Model key.</param>
/// <param name="GpuHour">One hour of it in use, without energy; 0 or more.</param>
public sealed record ModelPrice(string Model, double GpuHour);
