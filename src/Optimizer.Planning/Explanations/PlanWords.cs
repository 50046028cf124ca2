using NodaTime;
using NodaTime.Text;
using Optimizer.Model.Plans;

namespace Optimizer.Planning.Explanations;

/// <summary>The one spelling of what plans are made of, in texts and documents.</summary>
internal static class PlanWords
{
    /// <summary>A member's name in small letters with hyphens, for example <c>free-space</c>.</summary>
    internal static string Word<TEnum>(TEnum member)
        where TEnum : struct, Enum =>
        string.Concat(member.ToString().Select((letter, index) => char.IsUpper(letter) && index > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    /// <summary>The same as documents and metric labels write it, for example <c>free_space</c>.</summary>
    internal static string Key<TEnum>(TEnum member)
        where TEnum : struct, Enum =>
        Word(member).Replace('-', '_');

    internal static string Sentence(HoldReason reason) => reason switch
    {
        HoldReason.AlreadyBest => "the present state is the best there is",
        HoldReason.WorthLess => "another way is worth more",
        HoldReason.BenefitTooSmall => "the benefit does not pay for the disruption",
        HoldReason.Dwell => "it is too soon after the last change",
        HoldReason.BudgetSpent => "the day's budget of disruptions is spent",
        HoldReason.OutsideWindow => "no maintenance window is open",
        HoldReason.Frozen => "a freeze is in force",
        HoldReason.ShareMoving => "too large a share of one profile would move at once",
        HoldReason.PolicyStatic => "the policy does not change layouts",
        HoldReason.NotAllowed => "it breaks a floor, a quota, a pin or another hard rule",
        HoldReason.NothingFound => "no state that keeps every hard rule was found in the time given",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "not a reason"),
    };

    internal static string Sentence(RefusalReason reason) => reason switch
    {
        RefusalReason.BadFigure => "a figure is out of range",
        RefusalReason.BadName => "a name is used twice or points at nothing",
        RefusalReason.UnknownProfile => "no GPU has such a profile",
        RefusalReason.ImpossibleState => "a GPU reports a state it cannot be in",
        RefusalReason.GpuVanished => "something is on a GPU that is not there",
        RefusalReason.NothingServes => "no seat can serve the workload",
        RefusalReason.FloorsInfeasible => "floors need more than there is",
        RefusalReason.QuotaBelowFloor => "a quota is below what is guaranteed",
        RefusalReason.ContradictoryWindows => "windows and gates contradict each other",
        RefusalReason.UnknownTimeZone => "a time zone is not known",
        RefusalReason.UnknownPolicy => "a policy is not known",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "not a reason"),
    };

    /// <summary>What a step does, without where.</summary>
    internal static string Action(PlanStep step) => step switch
    {
        PlanStep.CreateInstance create => $"create {create.Instance}",
        PlanStep.DestroyInstance destroy => $"destroy {destroy.Instance}",
        PlanStep.StartReplica start => $"start {start.Workload} on {start.Instance?.ToString() ?? "the whole GPU"}{Processes(start.Processes)}{Moved(start.Moved)}",
        PlanStep.StopReplica stop => $"stop {stop.Workload} on {stop.Instance?.ToString() ?? "the whole GPU"}{Moved(stop.Moved)}",
        PlanStep.SetMigMode mode => $"turn MIG {(mode.Enabled ? "on" : "off")}",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "not a step"),
    };

    /// <summary>How sure the search is, one sentence.</summary>
    internal static string Sentence(SolveProof proof, string currency) => proof switch
    {
        { Optimal: true } => $"Proven by {proof.Method}: nothing better exists under these prices and rules.",
        { GapRatio: { } gap, Bound: { } bound } => $"Found by {proof.Method}, at most {gap:P2} from the best possible (no state is worth more than {bound} {currency}).",
        _ => $"Found by {proof.Method}, without proof that nothing better exists.",
    };

    /// <summary>A sentence with its full stop.</summary>
    internal static string Stopped(string sentence) => sentence.Length > 0 && sentence[^1] is '.' or '!' or '?' ? sentence : $"{sentence}.";

    /// <summary>A verdict and the sentence behind it: a clause in small letters follows a colon, a sentence of its own a full stop. Without a verdict the clause is its reason.</summary>
    internal static string Joined(string verdict, string sentence) =>
        sentence.Length == 0 ? Stopped(verdict)
        : char.IsLower(sentence[0]) ? $"{(verdict.Length == 0 ? "Why" : verdict)}: {Stopped(sentence)}"
        : verdict.Length == 0 ? Stopped(sentence)
        : $"{verdict}. {Stopped(sentence)}";

    internal static string At(Instant at) => InstantPattern.ExtendedIso.Format(at);

    /// <summary>Seconds in the largest unit that leaves a short number.</summary>
    internal static string Time(double seconds) => seconds switch
    {
        < 60 => $"{seconds:0.#} s",
        < 7200 => $"{seconds / 60:0.#} min",
        _ => $"{seconds / 3600:0.#} h",
    };

    private static string Processes(int processes) => processes > 1 ? $" with {processes} processes" : "";

    private static string Moved(bool moved) => moved ? " (move)" : "";
}
