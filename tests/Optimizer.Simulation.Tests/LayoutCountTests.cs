using Optimizer.Nvml.Native;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Mig;

namespace Optimizer.Simulation.Tests;

/// <summary>The rules of the driver, tried exhaustively, give the numbers of layouts the facts state.</summary>
public sealed class LayoutCountTests
{
    [Theory]
    [InlineData("a100-40gb", 2319)]
    [InlineData("h100-80gb-sxm", 2319)]
    [InlineData("b200-180gb", 2319)]
    [InlineData("a30-24gb", 76)]
    [InlineData("rtx-pro-6000-blackwell", 717)]
    public void Check_EveryReachableLayout_CountsAsBruteForceDid(string board, int expected)
    {
        using TestNode node = TestNode.Of(board);
        MigPartitions partitions = node.Driver.Gpus[0].Partitions;
        HashSet<string> seen = [];
        Explore(partitions, seen, []);
        Assert.Equal(expected, seen.Count);
    }

    private static void Explore(MigPartitions partitions, HashSet<string> seen, SortedSet<string> layout)
    {
        if (!seen.Add(string.Join(' ', layout)))
        {
            return;
        }

        foreach (BoardProfile profile in partitions.Board.Profiles)
        {
            foreach (BoardPlacement placement in profile.Placements)
            {
                if (partitions.Create(profile, placement, out GpuInstance? created) != NvmlReturn.Success)
                {
                    continue;
                }

                string name = $"{profile.Name}@{placement.Start}";
                layout.Add(name);
                Explore(partitions, seen, layout);
                layout.Remove(name);
                partitions.Destroy(created!);
            }
        }
    }
}
