using FsCheck;
using FsCheck.Fluent;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Boards;

namespace Optimizer.Simulation.Tests;

/// <summary>Random commands through the function pointers, checked against a model that only knows intervals.</summary>
public sealed class PartitionLawTests
{
    private static readonly string[] Boards = ["a30-24gb", "a100-80gb", "h100-80gb-sxm", "rtx-pro-6000-blackwell"];

    [Fact]
    public void RandomCommands_AnyBoard_KeepEveryLawOfPartitioning() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => Walk(Boards[seed % Boards.Length], seed))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static void Walk(string key, int seed)
    {
        using TestNode node = TestNode.Of(key);
        SimulatedBoard board = BoardCatalogue.Find(key)!;
        Random random = new(seed);
        nint gpu = node.Gpu();
        Dictionary<nint, (BoardProfile Profile, uint Id, BoardPlacement Place)> alive = [];
        HashSet<nint> dead = [];
        for (int step = 0; step < 80; step++)
        {
            BoardProfile profile = board.Profiles[random.Next(board.Profiles.Length)];
            if (alive.Count > 0 && random.Next(3) == 0)
            {
                nint victim = alive.Keys.ElementAt(random.Next(alive.Count));
                Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.GpuInstanceDestroy, victim));
                alive.Remove(victim);
                dead.Add(victim);
            }
            else
            {
                int? start = random.Next(2) == 0 ? null : profile.Placements[random.Next(profile.Placements.Length)].Start;
                uint before = node.Remaining(gpu, profile);
                NvmlReturn code = node.Create(gpu, profile, start, out nint handle);
                Assert.True(code == NvmlReturn.Success || start is not null || before == 0, $"{profile.Name} refused with {code} although {before} were left");
                Assert.False(code == NvmlReturn.Success && before == 0, $"{profile.Name} created although none was left");
                if (code == NvmlReturn.Success)
                {
                    NvmlGpuInstanceInfo info = node.Info(handle);
                    Assert.DoesNotContain(handle, dead);
                    alive.Add(handle, (profile, info.Id, new BoardPlacement((int)info.Placement.Start, (int)info.Placement.Size)));
                }
                else
                {
                    Assert.Equal(NvmlReturn.InsufficientResources, code);
                }
            }

            CheckLaws(node, gpu, board, alive, dead);
        }
    }

    private static void CheckLaws(TestNode node, nint gpu, SimulatedBoard board, Dictionary<nint, (BoardProfile Profile, uint Id, BoardPlacement Place)> alive, HashSet<nint> dead)
    {
        (BoardProfile Profile, uint Id, BoardPlacement Place)[] instances = [.. alive.Values];
        Assert.Equal(instances.Length, instances.Select(instance => instance.Id).Distinct().Count());
        for (int left = 0; left < instances.Length; left++)
        {
            Assert.Contains(instances[left].Place, instances[left].Profile.Placements);
            for (int right = left + 1; right < instances.Length; right++)
            {
                Assert.False(instances[left].Place.Overlaps(instances[right].Place), $"{instances[left]} overlaps {instances[right]}");
            }
        }

        Assert.All(dead, handle => Assert.Equal(NvmlReturn.InvalidArgument, node.Read(NvmlFunction.GpuInstanceGetInfo, handle, out NvmlGpuInstanceInfo _)));
        foreach (BoardProfile profile in board.Profiles)
        {
            int brute = Brute(profile, [.. profile.Placements.Where(place => !instances.Any(instance => instance.Place.Overlaps(place)))], 0);
            uint said = node.Remaining(gpu, profile);
            Assert.True(said <= brute, $"{profile.Name}: {said} remain by the driver, {brute} fit by geometry");
            Assert.True(said == brute || Limited(board, profile, [.. instances.Select(instance => instance.Profile)], (int)said), $"{profile.Name}: {said} remain by the driver, {brute} fit and nothing limits them");
        }
    }

    /// <summary>Most disjoint placements, by trying all.</summary>
    private static int Brute(BoardProfile profile, BoardPlacement[] free, int from)
    {
        int best = 0;
        for (int index = from; index < free.Length; index++)
        {
            BoardPlacement[] rest = [.. free.Where(place => !place.Overlaps(free[index]))];
            best = Math.Max(best, 1 + Brute(profile, rest, 0));
        }

        return best;
    }

    /// <summary>Whether one more than said would break a count that has nothing to do with memory slices.</summary>
    private static bool Limited(SimulatedBoard board, BoardProfile profile, BoardProfile[] present, int said)
    {
        BoardProfile[] wanted = [.. present, .. Enumerable.Repeat(profile, said + 1)];
        BoardProfile whole = board.Whole;
        return wanted.Count(other => other.Id == profile.Id) > profile.MaxInstances
            || wanted.Sum(other => other.ComputeSlices) > board.ComputeSlices
            || (profile.OpticalFlow > 0 && wanted.Sum(other => other.OpticalFlow) > whole.OpticalFlow)
            || (profile.Jpeg > 0 && wanted.Sum(other => other.Jpeg) > whole.Jpeg)
            || (profile.Encoders > 0 && wanted.Sum(other => other.Encoders) > whole.Encoders)
            || (profile.Decoders > 0 && wanted.Sum(other => other.Decoders) > whole.Decoders);
    }
}
