using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Shares of GPUs, as whole numbers the solver can add.</summary>
internal static class TenantShare
{
    /// <summary>Units of one GPU: divisible by 7, 4 and 12 slices, so that shares of every known board are whole.</summary>
    private const int UnitsPerGpu = 840;

    /// <summary>A share in whole units.</summary>
    internal static long Units(double gpus) => (long)Math.Round(gpus * UnitsPerGpu, MidpointRounding.AwayFromZero);

    /// <summary>GPUs a tenant's workloads can put to use: for each, the least that serves all it plans for.</summary>
    internal static double Wanted(FleetModel model, TenantTerms tenant, SeatPattern[][] patterns)
    {
        double wanted = 0;
        foreach (SeatedWorkload workload in model.Workloads.Where(workload => workload.Need.Tenant == tenant.Name))
        {
            double best = 0, least = double.MaxValue;
            foreach (SeatPattern pattern in patterns[workload.Index])
            {
                double rate = Math.Min(Rate(workload, pattern), workload.Need.PlanningRate);
                if (rate > best || (rate == best && pattern.QuotaShare < least))
                {
                    (best, least) = (rate, pattern.QuotaShare);
                }
            }

            wanted += least == double.MaxValue ? 0 : least;
        }

        return wanted;
    }

    private static double Rate(SeatedWorkload workload, SeatPattern pattern)
    {
        double rate = 0;
        for (int i = 0; i < pattern.Classes.Length; i++)
        {
            rate += workload.RateIn(pattern.Classes[i]) * pattern.Counts[i];
        }

        return rate;
    }
}
