using Optimizer.Control.Demand;

namespace Optimizer.Host.Demand;

/// <summary>What is said.</summary>
internal sealed partial class DemandObservation
{
    // A method that fails on every series would fill the log; the counter has them all.
    private const int MostNotesAtOnce = 5;

    private void Say()
    {
        IReadOnlyList<ForecastNote> notes = forecaster.TakeNotes();
        for (int at = 0; at < Math.Min(notes.Count, MostNotesAtOnce); at++)
        {
            ForecastNote note = notes[at];
            LogLevel level = note.Kind is ForecastNoteKind.Restored or ForecastNoteKind.OtherMethod or ForecastNoteKind.ClockBelieved ? LogLevel.Information
                : note.Kind is ForecastNoteKind.NotSaved or ForecastNoteKind.Unreadable ? LogLevel.Error
                : LogLevel.Warning;
            string subject = note.Subject.Length == 0 ? "" : $" of {note.Subject}";
            LogNote(log, level, subject, note.Detail);
        }

        if (notes.Count > MostNotesAtOnce)
        {
            LogMore(log, notes.Count - MostNotesAtOnce);
        }
    }

    [LoggerMessage(EventId = 2400, Message = "Forecast{Subject}: {Detail}")]
    private static partial void LogNote(ILogger logger, LogLevel level, string subject, string detail);

    [LoggerMessage(EventId = 2401, Level = LogLevel.Warning, Message = "Forecast: {Count} more such messages at the same time are left out; forecast_restarts_total and forecast_store_set_aside_total count them")]
    private static partial void LogMore(ILogger logger, int count);

    [LoggerMessage(EventId = 2403, Level = LogLevel.Error, Message = "The last saving of the forecast state did not end within {Seconds} s and is given up; what was saved before stays, and what was learned since is lost")]
    private static partial void LogNotSaved(ILogger logger, double seconds);

    [LoggerMessage(EventId = 2402, Level = LogLevel.Error, Message = "Reading or forecasting demand failed; observation goes on, the next try is at the next period (said once until one succeeds)")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
