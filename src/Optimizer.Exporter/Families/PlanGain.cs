using Optimizer.Model.Plans;

namespace Optimizer.Exporter.Families;

/// <summary>How much better a plan is than staying, by objective, over the size of what staying comes to. Null where staying was not valued or comes to nothing.</summary>
internal readonly record struct PlanGain(double? Performance, double? Cost, double? Energy)
{
    // The planner's name for the present state among the alternatives; it is in every plan's explanation and in the records of plans.
    private const string Stay = "stay";

    public static PlanGain Of(Plan plan)
    {
        foreach (PlanAlternative alternative in plan.Alternatives)
        {
            if (alternative.Name == Stay)
            {
                Account stay = alternative.Account, chosen = plan.Account;
                return new PlanGain(
                    Over(Served(chosen) - Served(stay), Served(stay)),
                    Over(Spent(stay) - Spent(chosen), Spent(stay)),
                    Over(stay.Energy - chosen.Energy, stay.Energy));
            }
        }

        return default;
    }

    private static Money Served(Account account) => account.Value - account.SloPenalty - account.Moving;

    private static Money Spent(Account account) => account.GpuTime + account.Energy + account.Carbon + account.InstanceChanges;

    private static double? Over(Money gain, Money stay) => stay == Money.Zero ? null : gain.Amount / Math.Abs(stay.Amount);
}
