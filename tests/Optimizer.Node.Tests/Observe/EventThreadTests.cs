using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Tests.Observe;

/// <summary>Events through the waiting thread, as in the daemon: it waits in real time, so these tests poll with a bound.</summary>
public sealed class EventThreadTests
{
    [Fact]
    public async Task Xid_WhileWaiting_ReachesALaterCycle()
    {
        await using SampledNode node = new("two-a100", eventThread: true);
        node.Cycles(1);

        node.Driver.InjectXid(0, 79);

        Assert.Equal(1UL, await CountAsync(node, gpu: 0, xid: 79));
    }

    [Fact]
    public async Task LoseGpu_OfTheEventSet_TheOthersEventsStillArrive()
    {
        await using SampledNode node = new("two-a100", eventThread: true);
        node.Cycles(2);

        node.Driver.LoseGpu(0);
        await UntilAsync(node, static seen => seen.Gpus[0].Availability == GpuAvailability.Lost);
        node.Cycles(15); // past a slow cycle, where a new set is made without the lost GPU
        node.Driver.InjectXid(1, 48);

        Assert.Equal(1UL, await CountAsync(node, gpu: 1, xid: 48));
    }

    [Fact]
    public async Task Dispose_WhileWaiting_LeavesNoSessionBehind()
    {
        SampledNode node = new("two-a100", eventThread: true);
        node.Cycles(1);
        Assert.Equal(1, node.Driver.OpenSessions);

        await node.Sampler.DisposeAsync();

        Assert.Equal(0, node.Driver.OpenSessions);
        node.Node.Dispose();
    }

    private static async Task<ulong> CountAsync(SampledNode node, int gpu, uint xid)
    {
        NodeSnapshot seen = await UntilAsync(node, snapshot => Count(snapshot) > 0);
        return Count(seen);

        ulong Count(NodeSnapshot snapshot) =>
            snapshot.Gpus.Single(found => found.Identity.Index == gpu).Reliability.Xids.Where(counted => counted.Xid == xid).Select(counted => counted.Count).SingleOrDefault();
    }

    private static async Task<NodeSnapshot> UntilAsync(SampledNode node, Func<NodeSnapshot, bool> reached)
    {
        for (int attempt = 0; ; attempt++)
        {
            NodeSnapshot seen = node.Cycles(1);
            if (reached(seen) || attempt > 1000)
            {
                return seen;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
