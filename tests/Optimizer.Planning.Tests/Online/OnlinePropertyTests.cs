using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Mig;
using Optimizer.Planning.Online;
using Optimizer.Planning.Online.Replay;

namespace Optimizer.Planning.Tests.Online;

/// <summary>Random histories, answered and followed; what is checked here shares no code with the fleet's own checks.</summary>
public sealed class OnlinePropertyTests
{
    private static readonly string[] Placing = [.. OnlinePolicies.All.Where(policy => !policy.IsBound).Select(policy => policy.Name)];

    [Fact]
    public void Answers_AlwaysLegal_AndNobodyMovesWithoutBeingTold()
    {
        Prop.ForAll(Gen.Choose(0, 9999).ToArbitrary(), Gen.Elements(Placing).ToArbitrary(), Follow).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Answer_GpusInAnotherOrder_IsOfTheSameKind()
    {
        Prop.ForAll(Gen.Choose(0, 9999).ToArbitrary(), Gen.Elements("first-fit", "best-fit", "fragmentation", "value", "value-moves").ToArbitrary(), (seed, policy) =>
        {
            OnlineFleet fleet = Grown(seed, 5), mirrored = Requests.Fleet(5);
            for (int gpu = 0; gpu < 5; gpu++)
            {
                mirrored = fleet.Gpus[gpu].Residents.Aggregate(mirrored, (grown, resident) => grown.Add(4 - gpu, resident));
            }

            foreach (string profile in new[] { "7g.80gb", "4g.40gb", "3g.40gb", "2g.20gb", "1g.10gb" })
            {
                OnlineAnswer one = fleet.Ask(policy, profile), other = mirrored.Ask(policy, profile);
                Assert.Equal(one.GetType(), other.GetType());
                Assert.Equal((one as OnlineAnswer.Placed)?.Moves.Count, (other as OnlineAnswer.Placed)?.Moves.Count);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Answer_WhatFits_IsNeverRejected()
    {
        Prop.ForAll(Gen.Choose(0, 9999).ToArbitrary(), Gen.Elements(Placing).ToArbitrary(), (seed, policy) =>
        {
            OnlineFleet fleet = Grown(seed, 3);
            foreach (MigProfile profile in Requests.H100.Profiles)
            {
                bool fits = fleet.Gpus.Any(gpu => profile.Placements.Any(placement => Legal([.. gpu.Residents.Select(resident => resident.Instance), new PlacedInstance(profile.Name, placement)])));
                OnlineAnswer answer = fleet.Ask(policy, profile.Name);
                Assert.Equal(fits, answer is OnlineAnswer.Placed { Moves.IsEmpty: true });
            }
        }).QuickCheckThrowOnFailure();
    }

    private static bool Legal(IEnumerable<PlacedInstance> instances) => Layout.TryCreate(Requests.H100, instances, out _, out _);

    private static OnlineFleet Grown(int seed, int gpus)
    {
        Random random = new(seed);
        OnlineFleet fleet = Requests.Fleet(gpus);
        for (int at = 0; at < 12; at++)
        {
            MigProfile profile = Requests.H100.Profiles[random.Next(Requests.H100.Profiles.Count)];
            PlacedInstance instance = new(profile.Name, profile.Placements[random.Next(profile.Placements.Count)]);
            int gpu = random.Next(gpus);
            if (Legal([.. fleet.Gpus[gpu].Residents.Select(resident => resident.Instance), instance]))
            {
                fleet = fleet.Add(gpu, new OnlineResident(new OnlineRequest($"g{at}", profile.Name), instance, 0, random.Next(4) > 0));
            }
        }

        return fleet;
    }

    // Keeps books of its own: who is where, moved only by the answers.
    private static void Follow(int seed, string policy)
    {
        OnlineArrival[] arrivals = Requests.Drawn(60, seed);
        Random random = new(seed);
        OnlineFleet fleet = Requests.Fleet(4);
        DemandMemory memory = new(fleet);
        OnlinePlacer placer = OnlinePolicies.Find(policy)!.CreatePlacer(new Random(seed));
        Dictionary<string, (int Gpu, PlacedInstance Instance)> books = new(StringComparer.Ordinal);
        for (int at = 0; at < arrivals.Length; at++)
        {
            foreach (string gone in books.Keys.Where(_ => random.Next(8) == 0).ToArray())
            {
                fleet = fleet.Remove(books[gone].Gpu, gone);
                books.Remove(gone);
            }

            memory.Advance(fleet, at * 60.0);
            memory.Arrived(fleet, arrivals[at].Request);
            if (placer.Answer(fleet, arrivals[at].Request, memory, at * 60.0) is OnlineAnswer.Placed placed)
            {
                foreach (OnlineMove move in placed.Moves)
                {
                    Assert.Equal(books[move.Request], (move.FromGpu, move.From));
                    Assert.True(Legal([.. books.Values.Where(place => place.Gpu == move.ToGpu).Select(place => place.Instance), move.To]), "made before broken");
                    books[move.Request] = (move.ToGpu, move.To);
                    fleet = fleet.Apply(move);
                }

                Assert.Equal(arrivals[at].Request.Profile, placed.Instance.Profile);
                books.Add(arrivals[at].Request.Id, (placed.Gpu, placed.Instance));
                fleet = fleet.Add(placed.Gpu, new OnlineResident(arrivals[at].Request, placed.Instance, at * 60.0));
            }

            Assert.All(Enumerable.Range(0, 4), gpu => Assert.True(Legal(books.Values.Where(place => place.Gpu == gpu).Select(place => place.Instance))));
        }
    }
}
