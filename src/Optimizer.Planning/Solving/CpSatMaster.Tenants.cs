using Google.OrTools.Sat;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <content>Quotas and floors of tenants.</content>
internal sealed partial class CpSatMaster
{
    /// <summary>By how much floors of tenants cannot be met together; by tenant, in units of shares.</summary>
    /// <returns>Null when no answer was found even without them.</returns>
    internal static Dictionary<string, long>? LeastShort(FleetModel model, SeatPattern[][] patterns, double deterministicSeconds)
    {
        CpSatMaster master = new(model, patterns, null);
        master._program.Minimize(LinearExpr.Sum(master._short.Select(item => item.Short)));
        (CpSolver solver, CpSolverStatus status) = CpSatRun.Solve(master._program, deterministicSeconds, presolve: false);
        using (solver)
        {
            return status is CpSolverStatus.Optimal or CpSolverStatus.Feasible
                ? master._short.ToDictionary(item => item.Tenant, item => solver.Value(item.Short), StringComparer.Ordinal)
                : null;
        }
    }

    private void AddTenant(TenantTerms tenant)
    {
        LinearExprBuilder used = LinearExpr.NewBuilder();
        foreach (SeatedWorkload workload in _model.Workloads.Where(workload => workload.Need.Tenant == tenant.Name))
        {
            for (int i = 0; i < _patterns[workload.Index].Length; i++)
            {
                used.AddTerm(_chosen[workload.Index][i], TenantShare.Units(_patterns[workload.Index][i].QuotaShare));
            }
        }

        if (TenantShare.Most(_model, tenant) is long quota)
        {
            _program.Add(used <= quota);
        }

        long floor = TenantShare.Least(_model, tenant, _patterns);
        if (floor > 0)
        {
            IntVar missing = _program.NewIntVar(0, Math.Min(floor, _relief is null ? floor : _relief.GetValueOrDefault(tenant.Name)), $"t{tenant.Name}");
            _short.Add((tenant.Name, missing));
            _program.Add(used + missing >= floor);
        }
    }
}
