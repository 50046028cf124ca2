namespace Optimizer.Host.Forecasting;

/// <summary>What reading a series came to.</summary>
internal abstract record SeriesReading
{
    private SeriesReading()
    {
    }

    /// <summary>The file holds a series.</summary>
    public sealed record Read(SeriesFile File) : SeriesReading;

    /// <summary>It does not.</summary>
    /// <param name="Message">File, line where there is one, what was found and what to do.</param>
    public sealed record Refused(string Message) : SeriesReading;
}
