using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Shares of GPUs, as whole numbers the solver can add.</summary>
internal static class TenantShare
{
    /// <summary>Units of one GPU: divisible by 7, 4 and 12 slices, so that shares of every known board are whole.</summary>
    private const int UnitsPerGpu = 840;

    /// <summary>Quotas and floors beyond it are as good as none; far more than a fleet has, far less than a sum can hold.</summary>
    private const double MostGpus = 1e9;

    /// <summary>Room for shares written in decimals. A quota of 1.571 is not 11/7 of a GPU: what is more than this above it is above it.</summary>
    private const double Rounding = 1e-3;

    /// <summary>A share in whole units.</summary>
    internal static long Units(double gpus) => (long)Math.Round(gpus * UnitsPerGpu, MidpointRounding.AwayFromZero);

    /// <summary>Most units a tenant may have: its quota, or what it has already where that is more; null: no limit.</summary>
    /// <remarks>A quota below what runs would otherwise leave no state at all, and nothing on the node could be improved.</remarks>
    internal static long? Most(FleetModel model, TenantTerms tenant)
    {
        if (tenant.QuotaGpus is not double quota)
        {
            return null;
        }

        double present = model.Workloads.Where(workload => workload.Need.Tenant == tenant.Name)
            .Sum(workload => workload.Present.OrderBy(pair => pair.Key).Sum(pair => pair.Value * SeatPatterns.QuotaShare(model.Classes[pair.Key])));
        return Math.Max((long)Math.Floor(Math.Min(quota, MostGpus) * UnitsPerGpu + Rounding), Units(present));
    }

    /// <summary>Units a tenant is promised, as far as its workloads can put them to use.</summary>
    internal static long Least(FleetModel model, TenantTerms tenant, SeatPattern[][] patterns) => tenant.FloorGpus <= 0
        ? 0
        : Math.Min((long)Math.Ceiling(Math.Min(tenant.FloorGpus, MostGpus) * UnitsPerGpu - Rounding), Units(Wanted(model, tenant, patterns)));

    /// <summary>GPUs a tenant's workloads can put to use: for each, the least that serves all it plans for.</summary>
    private static double Wanted(FleetModel model, TenantTerms tenant, SeatPattern[][] patterns)
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
