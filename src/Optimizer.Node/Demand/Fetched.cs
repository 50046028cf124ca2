using System.Net;
using Optimizer.Control.Demand;

namespace Optimizer.Node.Demand;

/// <summary>What came of one request.</summary>
internal abstract record Fetched
{
    private Fetched()
    {
    }

    /// <summary>An answer, whatever its status; its body is within the limit.</summary>
    public sealed record Answer(HttpStatusCode Status, ReadOnlyMemory<byte> Body) : Fetched
    {
        public bool IsSuccess => (int)Status is >= 200 and < 300;
    }

    /// <summary>No usable answer.</summary>
    public sealed record Failed(DemandTroubleReason Reason, string Detail) : Fetched;
}
