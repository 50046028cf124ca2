using System.Text.Json;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;

namespace Optimizer.Control.Loop;

/// <summary>The words metrics and holds have for what plans say.</summary>
internal static class Words
{
    /// <summary>An enum member as label value: its name in snake case.</summary>
    public static string Of<T>(T member)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString());

    /// <summary>The interlock a hold reason stands for; null when nothing is better and so nothing is held back.</summary>
    public static Interlock? InterlockOf(HoldReason reason) => reason switch
    {
        HoldReason.AlreadyBest or HoldReason.WorthLess => null,
        HoldReason.BenefitTooSmall => Interlock.Benefit,
        HoldReason.Dwell => Interlock.Cooldown,
        HoldReason.BudgetSpent or HoldReason.ShareMoving => Interlock.RateLimit,
        HoldReason.OutsideWindow => Interlock.Maintenance,
        HoldReason.Frozen => Interlock.Freeze,
        HoldReason.PolicyStatic => Interlock.Mode,
        HoldReason.NotAllowed or HoldReason.NothingFound => Interlock.NoPlan,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "not a hold reason"),
    };
}
