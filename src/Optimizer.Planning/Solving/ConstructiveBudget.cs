using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>What is left of quotas and budgets of moves while the first answer is built. Every workload's least share is set aside from the start.</summary>
internal sealed class ConstructiveBudget
{
    private readonly FleetModel _model;
    private readonly Dictionary<string, long> _shares = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _tenantMoves = new(StringComparer.Ordinal);
    private readonly long[] _least;
    private int _moves;

    internal ConstructiveBudget(FleetModel model, IReadOnlyList<SeatPattern>[] ways)
    {
        _model = model;
        _moves = model.Freedom.MaxMoves;
        _least = [.. ways.Select(patterns => patterns.Min(way => TenantShare.Units(way.QuotaShare)))];
        foreach (TenantTerms tenant in model.Problem.Tenants)
        {
            if (TenantShare.Most(model, tenant) is long most)
            {
                _shares[tenant.Name] = most - model.Workloads.Where(workload => workload.Need.Tenant == tenant.Name).Sum(workload => _least[workload.Index]);
            }
        }

        foreach ((string tenant, int most) in model.Freedom.MaxMovesByTenant)
        {
            _tenantMoves[tenant] = most;
        }
    }

    /// <summary>Whether a workload may change from one way (null: none yet) to another.</summary>
    internal bool Allows(int workload, SeatPattern? from, SeatPattern to)
    {
        (long share, int moves) = More(workload, from, to);
        string? tenant = _model.Workloads[workload].Need.Tenant;
        return moves <= Math.Max(0, _moves)
            && (tenant is null || !_tenantMoves.TryGetValue(tenant, out int movesLeft) || moves <= Math.Max(0, movesLeft))
            && (tenant is null || !_shares.TryGetValue(tenant, out long left) || share <= Math.Max(0, left));
    }

    /// <summary>Books the change.</summary>
    internal void Take(int workload, SeatPattern? from, SeatPattern to)
    {
        (long share, int moves) = More(workload, from, to);
        _moves -= moves;
        if (_model.Workloads[workload].Need.Tenant is string tenant)
        {
            if (_tenantMoves.TryGetValue(tenant, out int movesLeft))
            {
                _tenantMoves[tenant] = movesLeft - moves;
            }

            if (_shares.TryGetValue(tenant, out long left))
            {
                _shares[tenant] = left - share;
            }
        }
    }

    private (long Share, int Moves) More(int workload, SeatPattern? from, SeatPattern to) =>
        (TenantShare.Units(to.QuotaShare) - (from is null ? _least[workload] : TenantShare.Units(from.QuotaShare)), to.Moves - (from?.Moves ?? 0));
}
