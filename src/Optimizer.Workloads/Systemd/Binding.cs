namespace Optimizer.Workloads.Systemd;

/// <summary>A drop-in of ours as it lies there.</summary>
/// <param name="Unit">The unit it is for.</param>
/// <param name="Seat">What it says; null when it cannot be read any more.</param>
/// <param name="Marks">What is remembered with it.</param>
/// <param name="Text">The file as it is.</param>
internal sealed record Binding(string Unit, SeatBinding? Seat, BindingMarks Marks, string Text);
