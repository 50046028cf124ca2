using Optimizer.Model.Mig;
using Optimizer.Model.Tests.Mig;
using Optimizer.Planning.Online;
using Optimizer.Planning.Online.Replay;

namespace Optimizer.Planning.Tests.Online;

/// <summary>Requests drawn for tests: shares and lengths of our own, most of them for whole GPUs as on shared clusters.</summary>
internal static class Requests
{
    internal static readonly MigGeometry H100 = Board.Geometry(Board.H100);

    private static readonly (string Profile, double Share)[] Mix =
        [("7g.80gb", 0.75), ("4g.40gb", 0.13), ("3g.40gb", 0.065), ("2g.20gb", 0.045), ("1g.10gb", 0.01)];

    internal static OnlineFleet Fleet(int gpus = 2) => OnlineFleet.Idle(H100, gpus);

    internal static OnlineFleet With(this OnlineFleet fleet, int gpu, string id, string profile, int start, bool movable = true, double started = 0, string kind = "") =>
        fleet.Add(gpu, new OnlineResident(new OnlineRequest(id, profile, kind), Instance(profile, start), started, movable));

    internal static PlacedInstance Instance(string profile, int start) => new(profile, new Placement(start, H100.FindProfile(profile)!.MemorySlices));

    internal static OnlineAnswer Ask(this OnlineFleet fleet, string policy, string profile, DemandMemory? memory = null, double now = 0, string kind = "")
    {
        OnlineRequest request = new("new", profile, kind);
        memory ??= new DemandMemory(fleet);
        memory.Arrived(fleet, request);
        return OnlinePolicies.Find(policy)!.CreatePlacer(new Random(1)).Answer(fleet, request, memory, now);
    }

    /// <summary>Jobs of six classes, each with its own mean length, drawn by a seed.</summary>
    internal static OnlineArrival[] Drawn(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(at =>
        {
            double draw = random.NextDouble();
            string profile = Mix[^1].Profile;
            foreach ((string name, double share) in Mix)
            {
                if ((draw -= share) < 0)
                {
                    profile = name;
                    break;
                }
            }

            int kind = random.Next(6);
            double seconds = Math.Clamp(-Math.Log(1 - random.NextDouble()) * 150 * Math.Pow(2, kind), 60, 7200);
            return new OnlineArrival(new OnlineRequest($"r{at:0000}", profile, $"kind-{kind}"), seconds);
        })];
    }
}
