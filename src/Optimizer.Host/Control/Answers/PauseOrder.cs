namespace Optimizer.Host.Control.Answers;

/// <summary>Body of <c>POST /pause</c>; may be left out.</summary>
/// <param name="Reason">Why, one line; null when nobody says.</param>
internal sealed record PauseOrder(string? Reason);
