using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Explanations;

/// <summary>A plan for people: what was decided, why, what else was considered, and the way there. Plain text of fixed width, at most 120 columns.</summary>
public static class PlanText
{
    /// <summary>Writes the whole explanation.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="problem">The problem it answers: currency, QoS classes and nodes come from there.</param>
    /// <param name="output">Where to; line ends are LF.</param>
    public static void Write(Plan plan, PlanningProblem problem, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(output);
        Decision(plan, problem, output);
        Notes(plan, output);
        Steps(plan, problem, output);
        Workloads(plan, problem, output);
        Alternatives(plan, problem, output);
        TextTable.Paragraph(output, PlanWords.Sentence(plan.Proof, problem.Terms.Prices.Currency));
    }

    private static void Decision(Plan plan, PlanningProblem problem, TextWriter output)
    {
        string parent = plan.Parent is { } number ? $", after plan {number}" : "";
        string what = plan.Hold is { } reason
            ? $"HOLD: {PlanWords.Sentence(reason)}. Nothing is changed."
            : $"ACT: {plan.Steps.Count} steps, expected to take {PlanWords.Time(plan.Steps.Sum(step => step.ExpectedSeconds))}, none deeper than {PlanWords.Word(plan.Steps.Select(step => step.Rung).DefaultIfEmpty().Max())}.";
        TextTable.Paragraph(output, $"Plan {plan.Generation}{parent}, made {PlanWords.At(plan.MadeAt)} by policy {plan.Policy}, looking {PlanWords.Time(plan.Horizon.TotalSeconds)} ahead.");
        TextTable.Paragraph(output, what);
        TextTable.WriteLine(output);
        string why = plan.Alternatives.FirstOrDefault(one => one.Lost is null)?.Sentence is { } sentence && sentence != plan.Summary ? $" {PlanWords.Joined("", sentence)}" : "";
        TextTable.Paragraph(output, PlanWords.Stopped(plan.Summary) + why + Difference(plan, problem.Terms.Prices.Currency));
        TextTable.WriteLine(output);
    }

    /// <summary>What acting is worth over staying, or what holding costs, in one sentence.</summary>
    private static string Difference(Plan plan, string currency)
    {
        string horizon = PlanWords.Time(plan.Horizon.TotalSeconds);
        if (plan.Hold is null)
        {
            return plan.Alternatives.FirstOrDefault(one => one.Name == "stay") is { } stay
                ? $" Over the next {horizon} that is worth {Amount(plan.Account.Net, 2)} {currency}, staying as it is {Amount(stay.Account.Net, 2)} {currency}."
                : "";
        }

        PlanAlternative? best = plan.Alternatives.Where(one => one.Lost is not null and not HoldReason.WorthLess and not HoldReason.NotAllowed).MaxBy(one => one.Account.Net.Micros);
        return best is not null && best.Account.Net > plan.Account.Net
            ? $" Holding costs {Amount(best.Account.Net - plan.Account.Net, 2)} {currency} over the next {horizon}, against '{best.Name}'."
            : "";
    }

    private static void Notes(Plan plan, TextWriter output)
    {
        if (plan.Notes.IsEmpty)
        {
            return;
        }

        TextTable.WriteLine(output, "To know");
        foreach (PlanNote note in plan.Notes)
        {
            TextTable.Paragraph(output, $"{note.Subject}: {note.Sentence}", "  ", "    ");
        }

        TextTable.WriteLine(output);
    }

    private static void Steps(Plan plan, PlanningProblem problem, TextWriter output)
    {
        if (plan.Steps.IsEmpty)
        {
            return;
        }

        Dictionary<string, string> nodes = problem.Gpus.GroupBy(gpu => gpu.Uuid.Value).ToDictionary(gpu => gpu.Key, gpu => gpu.First().Node);
        TextTable.WriteLine(output, "Steps, each after the one before is seen to have happened");
        TextTable.Write(
            output,
            ["", "step", "gpu", "rung", "expected"],
            [
                .. plan.Steps.Select((step, index) => new[]
                {
                    $"{index + 1}.", PlanWords.Action(step), nodes.GetValueOrDefault(step.Gpu.Value, "") is { Length: > 0 } node ? $"{step.Gpu} {node}" : step.Gpu.Value,
                    PlanWords.Word(step.Rung), PlanWords.Time(step.ExpectedSeconds),
                }),
            ],
            1, 2, 3);
        TextTable.WriteLine(output);
    }

    private static void Workloads(Plan plan, PlanningProblem problem, TextWriter output)
    {
        Dictionary<string, WorkloadNeed> needs = problem.Workloads.GroupBy(need => need.Name).ToDictionary(same => same.Key, same => same.First());
        string[] Row(WorkloadOutlook outlook)
        {
            WorkloadNeed? need = needs.GetValueOrDefault(outlook.Workload);
            return
            [
                outlook.Workload, need?.Qos.Word() ?? "", Rate(outlook.ExpectedRate), Rate(outlook.PlanningRate), need is { Qos: QosClass.Guaranteed, FloorRate: > 0 } ? Rate(need.FloorRate) : "-",
                Rate(outlook.CapacityNow), Rate(outlook.CapacityPlanned), Short(outlook), $"{outlook.ReplicasNow} -> {outlook.ReplicasPlanned}",
            ];
        }

        TextTable.WriteLine(output, "Workloads: demand, and the capacity that is counted on");
        TextTable.Write(output, ["workload", "qos", "expected", "planned for", "floor", "now", "after", "short", "replicas"], [.. plan.Outlook.Select(Row)], 1);
        foreach (IGrouping<string, WorkloadOutlook> basis in plan.Outlook.GroupBy(outlook => outlook.Basis))
        {
            string names = plan.Outlook.All(outlook => outlook.Basis == basis.Key) ? "all" : string.Join(", ", basis.Select(outlook => outlook.Workload));
            TextTable.Paragraph(output, $"Planned for, {names}: {basis.Key}.", "  ", "    ");
        }

        TextTable.WriteLine(output);
    }

    private static void Alternatives(Plan plan, PlanningProblem problem, TextWriter output)
    {
        long largest = plan.Alternatives.SelectMany(one => Enum.GetValues<AccountTerm>().Select(term => Math.Abs(one.Account[term].Micros))).DefaultIfEmpty().Max();
        int digits = largest >= 10_000_000_000 ? 2 : 4;
        TextTable.WriteLine(output, $"What was considered, best first, in {problem.Terms.Prices.Currency} over {PlanWords.Time(plan.Horizon.TotalSeconds)} (net = value less the rest)");
        TextTable.Write(
            output,
            ["", "net", "value", "penalty", "gpu time", "energy", "carbon", "moving", "changes"],
            [
                .. plan.Alternatives.Select(one => Row(one, digits)),
            ]);
        TextTable.WriteLine(output);
        foreach (PlanAlternative one in plan.Alternatives)
        {
            // That another way is worth more, its sentence says with figures.
            string verdict = one.Lost switch { null => "taken", HoldReason.WorthLess => "not taken", { } lost => $"not taken, {PlanWords.Sentence(lost)}" };
            TextTable.Paragraph(
                output,
                $"{one.Name}: {(one.Sentence == plan.Summary ? $"{verdict}, as said above." : PlanWords.Joined(verdict, one.Sentence))} ({Count(one.ActiveGpus, "GPU")} in use, {Count(one.Moves, "move")}, {Count(one.InstanceChanges, "instance change")}, {one.UnmetRatio:P1} of planned demand unmet)",
                "  ", "    ");
        }

        TextTable.WriteLine(output);
    }

    private static string[] Row(PlanAlternative one, int digits)
    {
        Account account = one.Account;
        Money[] amounts = [account.Net, account.Value, account.SloPenalty, account.GpuTime, account.Energy, account.Carbon, account.Moving, account.InstanceChanges];
        return [(one.Lost is null ? "* " : "  ") + one.Name, .. amounts.Select(amount => Amount(amount, digits))];
    }

    private static string Short(WorkloadOutlook outlook) =>
        outlook.CapacityPlanned < outlook.PlanningRate ? Rate(outlook.PlanningRate - outlook.CapacityPlanned) : "-";

    private static string Count(int number, string thing) => $"{number} {thing}{(number == 1 ? "" : "s")}";

    private static string Rate(double rate) => rate.ToString(Math.Abs(rate) >= 1000 ? "0" : "0.##");

    private static string Amount(Money amount, int digits) => (amount.Micros / 1_000_000m).ToString(digits == 2 ? "0.00" : "0.0000");
}
