using System.Collections.Immutable;
using Optimizer.Planning.Online.Rules;

namespace Optimizer.Planning.Online;

/// <summary>The online policies by name.</summary>
public static class OnlinePolicies
{
    /// <summary>All of them: the baselines from simple to unlimited, then the project's own.</summary>
    public static ImmutableArray<OnlinePolicy> All { get; } =
    [
        new() { Name = "random", Purpose = "Any free place.", Rule = static random => new RandomRule(random) },
        new() { Name = "first-fit-low", Purpose = "The first GPU, at the lowest start.", Rule = static _ => new FirstFitRule(lowestStartFirst: true) },
        new() { Name = "first-fit", Purpose = "The first GPU, at the highest start.", Rule = static _ => new FirstFitRule(lowestStartFirst: false) },
        new() { Name = "best-fit", Purpose = "The GPU with the fewest free compute slices.", Rule = static _ => new BestFitRule() },
        new() { Name = "fragmentation", Purpose = "Least growth of free slices that a request of the mix could not use.", Rule = static _ => new FragmentationRule() },
        new() { Name = "fragmentation-one-move", Purpose = "The same, and moves one smaller instance whenever that makes room.", MostMoves = 1, Rule = static _ => new FragmentationRule() },
        new() { Name = "repack", Purpose = "A bound: accepts what would fit if every instance could move at every request." },
        new() { Name = "value", Purpose = "Least loss of room for the requests to come, from what has been asked for and how long it ran. Moves nobody.", IsBaseline = false, Rule = static _ => new ValueRule() },
        new()
        {
            Name = "value-moves", Purpose = "The same, and moves one smaller instance for a request that would be rejected and is expected to take little.", IsBaseline = false,
            MostMoves = 1, MoveShare = MoveBudget.DefaultShare, MovesWithinGpu = true, Rule = static _ => new ValueRule(),
        },
    ];

    /// <summary>The policy used where none is named.</summary>
    public static OnlinePolicy Default => All[^1];

    /// <summary>Finds a policy; null when there is none of that name.</summary>
    public static OnlinePolicy? Find(string name) => All.FirstOrDefault(policy => string.Equals(policy.Name, name, StringComparison.Ordinal));
}
