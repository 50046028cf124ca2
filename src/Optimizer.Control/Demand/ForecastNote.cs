namespace Optimizer.Control.Demand;

/// <summary>Something that happened in forecasting and belongs in the log.</summary>
/// <param name="Kind">What.</param>
/// <param name="Subject">The series in words, or empty.</param>
/// <param name="Detail">What was seen and what happens next; one sentence without a full stop.</param>
public sealed record ForecastNote(ForecastNoteKind Kind, string Subject, string Detail);
