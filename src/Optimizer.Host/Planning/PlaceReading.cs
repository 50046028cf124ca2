namespace Optimizer.Host.Planning;

/// <summary>What reading a file of requests came to. Closed: the cases below are all there are.</summary>
internal abstract record PlaceReading
{
    private PlaceReading()
    {
    }

    /// <summary>The requests in the order of the file, at least one, and how many rows asked for another number of GPUs than one.</summary>
    public sealed record Read(IReadOnlyList<PlaceRow> Rows, int LeftOut) : PlaceReading;

    /// <summary>The file is not used; why, with the line.</summary>
    public sealed record Refused(string Message) : PlaceReading;
}
