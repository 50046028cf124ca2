using System.Text;
using System.Text.Json;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Checks;
using Optimizer.Planning.Explanations;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Tests.Checks;
using Optimizer.Planning.Tests.Generators;

namespace Optimizer.Planning.Tests.Explanations;

public sealed class ExplanationTests
{
    public static TheoryData<string> Examples => ["growth", "move", "too-small", "frozen"];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Write_OfAPlan_IsAsReviewed(string name)
    {
        (PlanningProblem problem, Plan plan) = Example(name);

        Assert.Empty(PlanCheck.Violations(problem, plan));
        GoldenText.Matches($"{name}.txt", Text(problem, plan));
    }

    [Fact]
    public void Serialize_OfAPlan_IsAsReviewed()
    {
        (PlanningProblem problem, Plan plan) = ExamplePlans.Move();

        GoldenText.Matches("move.json", Encoding.UTF8.GetString(PlanJson.Serialize(plan, problem)) + "\n");
    }

    [Fact]
    public void Write_OfRefusals_IsAsReviewed()
    {
        ValueArray<PlanRefusal> refusals = ProblemCheck.Refusals(Some.Problem(
            [Some.Gpu(1)],
            Some.Service("chat-70b", 2, ("7g.80gb", 3)) with { MemoryBytes = 96UL << 30, Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(1, 2) },
            Some.Service("embed", 5, ("1g.5gb", 5)),
            Some.Service("search", 5, ("3g.40gb", 7)) with { Tenant = "web", Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(2, 4) }) with
        {
            Tenants = [new TenantTerms("web", 0.5)],
        });
        StringWriter output = new();
        RefusalText.Write(refusals, output);

        GoldenText.Matches("refused.txt", output.ToString());
        GoldenText.Matches("refused.json", Encoding.UTF8.GetString(PlanJson.Serialize(refusals)) + "\n");
    }

    [Fact]
    public void Write_OfNoRefusal_SaysSo()
    {
        StringWriter output = new();

        RefusalText.Write([], output);

        Assert.Equal("Nothing keeps this from being planned.\n", output.ToString());
    }

    [Fact]
    public void Write_OfLongNamesAndSentences_KeepsToItsWidth()
    {
        string name = new('n', 150);
        PlanningProblem problem = SoundPlan.Problem with { Gpus = SoundPlan.Problem.Gpus.Select(gpu => gpu with { Node = "node-with-a-name-" + gpu.Uuid.Value[4..12] }).ToValueArray() };
        Plan plan = SoundPlan.Moving with
        {
            Summary = string.Join(' ', Enumerable.Repeat("word", 200)),
            Alternatives = SoundPlan.Moving.Alternatives.Select(one => one with { Name = name, Account = one.Account with { Value = new Money(long.MaxValue / 4) } }).ToValueArray(),
            Outlook = SoundPlan.Moving.Outlook.Select(one => one with { Workload = name, PlanningRate = 1e12, CapacityNow = 123456.789 }).ToValueArray(),
        };

        Assert.All(Text(problem, plan).Split('\n').Where(line => !line.Contains(name, StringComparison.Ordinal)), line => Assert.True(line.Length <= 120, line));
    }

    [Fact]
    public void Serialize_OfEveryKindOfStep_CanBeReadBack()
    {
        GpuUuid gpu = SoundPlan.Uuid(8);
        Plan plan = SoundPlan.Moving with
        {
            Steps =
            [
                .. SoundPlan.Steps(),
                new PlanStep.SetMigMode(true) { Gpu = gpu, Rung = DisruptionRung.GpuReset, ExpectedSeconds = double.NaN },
                new PlanStep.StartReplica("train", null, 1, false) { Gpu = gpu, Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 1 },
                new PlanStep.StopReplica("train", null, false) { Gpu = gpu, Rung = DisruptionRung.IdleInstance, ExpectedSeconds = 1 },
            ],
        };

        using JsonDocument document = JsonDocument.Parse(PlanJson.Serialize(plan, SoundPlan.Problem));
        JsonElement[] steps = [.. document.RootElement.GetProperty("steps").EnumerateArray()];

        Assert.Equal(
            ["create_instance", "start_replica", "stop_replica", "destroy_instance", "set_mig_mode", "start_replica", "stop_replica"],
            steps.Select(step => step.GetProperty("kind").GetString()));
        Assert.Equal(JsonValueKind.Null, steps[4].GetProperty("expectedSeconds").ValueKind);
        Assert.Equal(JsonValueKind.Null, steps[5].GetProperty("profile").ValueKind);
        Assert.Equal(SoundPlan.Worth.Net.Amount, document.RootElement.GetProperty("account").GetProperty("net").GetDouble(), 9);
        Assert.Contains("turn MIG on", Text(SoundPlan.Problem, plan), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfEveryReason_HasASentence()
    {
        foreach (HoldReason reason in Enum.GetValues<HoldReason>())
        {
            Assert.Contains("HOLD: ", Text(SoundPlan.Problem, PlanFor.Hold(SoundPlan.Problem, reason)), StringComparison.Ordinal);
        }

        StringWriter output = new();
        RefusalText.Write(Enum.GetValues<RefusalReason>().Select(reason => new PlanRefusal(reason, "x", "Seen.", "Helps.")).ToValueArray(), output);
        Assert.Equal(Enum.GetValues<RefusalReason>().Length, output.ToString().Split("What helps: Helps.").Length - 1);
    }

    private static string Text(PlanningProblem problem, Plan plan)
    {
        StringWriter output = new();
        PlanText.Write(plan, problem, output);
        return output.ToString();
    }

    private static (PlanningProblem Problem, Plan Plan) Example(string name) => name switch
    {
        "growth" => ExamplePlans.Growth(),
        "move" => ExamplePlans.Move(),
        "too-small" => ExamplePlans.TooSmall(),
        "frozen" => ExamplePlans.Frozen(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such example"),
    };
}
