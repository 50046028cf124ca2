using System.Globalization;
using Optimizer.Model.Mig;
using Optimizer.Planning.Online.Rules;

namespace Optimizer.Planning.Online;

/// <summary>Answers requests one by one: place, place after moves, or reject with the reason. Changes nothing itself.</summary>
/// <remarks>
/// What it goes by is the fleet as it is, the time, and <see cref="DemandMemory"/>. Between answers it keeps only the prices of past moves and, for the random policy,
/// its stream; so the same calls in the same order give the same answers. What fits is never rejected. Not thread safe.
/// </remarks>
public sealed class OnlinePlacer
{
    private readonly OnlinePolicy _policy;
    private readonly ISeatRule _rule;
    private readonly MoveSearch? _moves;
    private readonly MoveBudget? _budget;

    internal OnlinePlacer(OnlinePolicy policy, ISeatRule rule, MoveSearch? moves, MoveBudget? budget) =>
        (_policy, _rule, _moves, _budget) = (policy, rule, moves, budget);

    /// <summary>Answers a request.</summary>
    /// <param name="fleet">What runs now.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="memory">The past, this request included.</param>
    /// <param name="nowSeconds">Now, by the clock of the residents' starts.</param>
    public OnlineAnswer Answer(OnlineFleet fleet, OnlineRequest request, DemandMemory memory, double nowSeconds)
    {
        int profile = fleet.Table.ProfileOf(request.Profile);
        if (profile < 0)
        {
            string known = string.Join(", ", fleet.Geometry.Profiles.Select(static one => one.Name));
            return new OnlineAnswer.Rejected(OnlineRejection.UnknownProfile, $"{request.Id}: the GPUs have no profile '{request.Profile}', only {known}.");
        }

        SeatQuery query = new(fleet, profile, request.Class, 0, memory.Mix(), new Outlook(memory, nowSeconds));
        if (_rule.Choose(query) is SeatChoice choice)
        {
            return new OnlineAnswer.Placed(choice.Gpu, choice.Seat.Instance, []);
        }

        if (_moves?.Find(query, nowSeconds) is not MoveOption option)
        {
            string more = _moves is null ? $"policy {_policy.Name} moves nobody" : $"no {_policy.MostMoves} or fewer moves make room";
            return new OnlineAnswer.Rejected(OnlineRejection.NoRoom, $"{request.Id}: {request.Profile} fits on none of {fleet.Gpus.Count} GPUs, and {more}.");
        }

        MigProfile asked = fleet.Geometry.Profiles[profile];
        double seconds = memory.ExpectedSeconds(request.Class);
        return _budget is null || _budget.Allows(option.Moves.Count * asked.ComputeSlices * seconds)
            ? new OnlineAnswer.Placed(option.Gpu, option.Seat.Instance, option.Moves)
            : new OnlineAnswer.Rejected(OnlineRejection.MovesTooDear, string.Create(
                CultureInfo.InvariantCulture,
                $"{request.Id}: {option.Moves.Count} moves would make room for {request.Profile}, expected for {seconds:0} s; requests that take less have the moves."));
    }
}
