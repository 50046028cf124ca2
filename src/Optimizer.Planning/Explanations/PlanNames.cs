using Optimizer.Model.Plans;

namespace Optimizer.Planning.Explanations;

/// <summary>The words of explanations, for whoever shows plans in another shape and wants to name things alike.</summary>
public static class PlanNames
{
    /// <summary>A member's name as documents and metric labels write it, for example <c>free_space</c>.</summary>
    public static string Key<TEnum>(TEnum member)
        where TEnum : struct, Enum => PlanWords.Key(member);

    /// <summary>What a step does, without where, for example <c>create 3g.40gb@4</c>.</summary>
    public static string Action(PlanStep step) => PlanWords.Action(step);
}
