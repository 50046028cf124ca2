using NodaTime;
using Optimizer.Host.Forecasting;

namespace Optimizer.Host.Tests.Forecasting;

public sealed class LongSeriesTests
{
    // Ten million are legal and take the same memory; see the figure in this project's README.
    private const long Rows = 2_000_000;

    [Fact]
    public void Read_MillionsOfRows_MemoryDoesNotGrowWithThem()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        using EndlessSeries text = new(Rows);

        SeriesFile file = Assert.IsType<SeriesReading.Read>(SeriesCsv.Read(text, "in.csv", 1, ForecastVerb.MostBins, CancellationToken.None)).File;

        Assert.Equal((Rows, ForecastVerb.MostBins, 0), (file.Rows, file.Kept.Count, file.LeftOut));
        Assert.Equal(NodaConstants.UnixEpoch + Duration.FromSeconds(Rows - 1), file.Last);

        // What is kept, and less than a byte for each row read.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Rows);
    }
}
