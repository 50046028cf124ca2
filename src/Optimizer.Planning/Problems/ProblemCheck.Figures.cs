using NodaTime;
using Optimizer.Model.Plans;

namespace Optimizer.Planning.Problems;

/// <content>Figures are there, finite and in range.</content>
public static partial class ProblemCheck
{
    private static IEnumerable<PlanRefusal> Figures(PlanningProblem problem) =>
    [
        .. Check("generation", problem.Generation >= 0, $"The generation is {problem.Generation}.", "Use 0 when there was no plan before."),
        .. problem.Gpus.SelectMany(GpuFigures),
        .. problem.Workloads.SelectMany(NeedFigures),
        .. problem.Workloads.SelectMany(need => need.Options.SelectMany(option => OptionFigures(need, option))),
        .. problem.Tenants.SelectMany(TenantFigures),
    ];

    private static IEnumerable<PlanRefusal> GpuFigures(GpuState gpu)
    {
        string subject = gpu.Uuid.Value;
        PowerCurve power = gpu.Power;
        return
        [
            .. Check(subject, gpu.MemoryBytes > 0, "Its memory is 0 bytes.", "State the memory the driver reports."),
            .. Check(
                subject, IsRate(power.IdleWatts) && double.IsFinite(power.MaxWatts) && power.MaxWatts >= power.IdleWatts,
                $"Its power goes from {power.IdleWatts} W idle to {power.MaxWatts} W.", "State idle power from 0 and full power not below it."),
            .. Check(subject, power.LoadExponent is >= 0.3 and <= 1.5, $"The exponent of its power curve is {power.LoadExponent}.", "Use 0.3 to 1.5; 0.7 is the default."),
        ];
    }

    private static IEnumerable<PlanRefusal> NeedFigures(WorkloadNeed need)
    {
        string subject = need.Name;
        return
        [
            .. Check(subject, IsRate(need.PlanningRate), $"Its planning rate is {need.PlanningRate}.", "Give a finite rate of 0 or more."),
            .. Check(subject, IsRate(need.ExpectedRate), $"Its expected rate is {need.ExpectedRate}.", "Give a finite rate of 0 or more."),
            .. Check(subject, IsRate(need.FloorRate), $"Its floor of capacity is {need.FloorRate}.", "Give a finite rate of 0 or more; 0 for no floor."),
            .. Check(subject, need.Replicas.Min >= 0, $"Its least number of replicas is {need.Replicas.Min}.", "Set replicas.min to 0 or more."),
            .. Check(
                subject, need.Replicas.Max >= Math.Max(1, need.Replicas.Min), $"At most {need.Replicas.Max} replicas are allowed and at least {need.Replicas.Min} wanted.",
                $"Set replicas.max to {Math.Max(1, need.Replicas.Min)} or more, or replicas.min to {Math.Max(0, need.Replicas.Max)} or less."),
            .. Check(subject, need.MemoryBytes != 0, "A process of it needs 0 bytes of memory.", "State what it needs, or leave it out when not known."),
            .. Check(subject, need.GpusPerReplica >= 0, $"A replica takes {need.GpusPerReplica} GPUs.", "Use 0 for one seat, or the number of whole GPUs."),
            .. Check(subject, need.MaxPerGpu is null or >= 1, $"At most {need.MaxPerGpu} replicas may be on one GPU, so it can be on none.", "Allow at least 1, or leave the limit out."),
            .. Check(subject, need.Restart >= Duration.Zero, $"Its restart takes {need.Restart.TotalSeconds} s.", "Give 0 seconds or more."),
            .. Check(subject, need.Move is null || need.Move.Grace >= Duration.Zero, $"Its grace is {need.Move?.Grace.TotalSeconds} s.", "Give 0 seconds or more."),
        ];
    }

    private static IEnumerable<PlanRefusal> OptionFigures(WorkloadNeed need, SeatOption option)
    {
        string subject = need.Name, profile = Words(option);
        return
        [
            .. Check(subject, IsRate(option.Rate) && option.Rate > 0, $"It serves {option.Rate} on {profile}.", "Give a finite rate above 0, or leave the profile out."),
            .. Check(subject, option.Processes >= 1, $"It has {option.Processes} processes on {profile}.", "Use 1, or more to share the instance under MPS."),
            .. Check(subject, option.RateError is >= 0 and < 1, $"The error of its rate on {profile} is {option.RateError}.", "Give a share from 0 to below 1; at 1 nothing could be counted on."),
        ];
    }

    private static IEnumerable<PlanRefusal> TenantFigures(TenantTerms tenant) =>
    [
        .. Check(tenant.Name, tenant.QuotaGpus is null || IsRate(tenant.QuotaGpus.Value), $"Its quota is {tenant.QuotaGpus} GPUs.", "Give 0 or more, or leave the quota out."),
        .. Check(tenant.Name, IsRate(tenant.FloorGpus), $"Its floor is {tenant.FloorGpus} GPUs.", "Give 0 or more."),
    ];

    private static bool IsRate(double value) => double.IsFinite(value) && value >= 0;

    private static IEnumerable<PlanRefusal> Check(string subject, bool holds, string sentence, string relaxation) =>
        holds ? [] : [Refuse(RefusalReason.BadFigure, subject, sentence, relaxation)];
}
