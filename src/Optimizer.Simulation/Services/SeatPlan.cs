using Optimizer.Simulation.Boards;

namespace Optimizer.Simulation.Services;

/// <summary>A seat as a scenario names it.</summary>
/// <param name="Gpu">Index of the GPU.</param>
/// <param name="Profile">Profile of the instance; null: the whole GPU.</param>
/// <param name="Start">First memory slice of the instance.</param>
internal readonly record struct SeatPlan(int Gpu, BoardProfile? Profile, int Start);
