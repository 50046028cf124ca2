using FsCheck;
using FsCheck.Fluent;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Simulation.Tests;

public sealed class ScenarioErrorTests
{
    [Fact]
    public void Parse_ManyMistakes_ReportsAllWithLineKeyAndExpectation()
    {
        ScenarioException refused = Assert.Throws<ScenarioException>(() => Scenario.Parse("bad.yaml", """
            name: bad
            title: everything wrong
            driver: old
            board: h100-80gb-sxm
            color: red
            gpus:
              - { instances: [3g.40gb@1] }
              - { instances: [3g.40gb@0, 4g.40gb@0] }
            workloads:
              - name: one
                gpu: 9
                memory: lots
                demand: { trace: vision, column: nothing }
            faults:
              - { function: nvmlMakeCoffee, delay: soon }
            """));
        Assert.Equal(
            [
                "line 3: driver: a driver version of branch 450 or newer was expected, such as 580.95.05, not 'old'",
                "line 5: color: unknown key; known here: board, changes, cpus-per-node, cuda, driver, faults, gpus, jobs, name, privileged, reconfiguration, service-faults, services, title, workloads",
                "line 7: gpus[0].instances: 3g.40gb at one of 0, 4 was expected, not at 1",
                "line 8: gpus[1].instances: '4g.40gb@0' overlaps an instance before it",
                "line 11: workloads[0].gpu: a number from 0 to 1 was expected, not '9'",
                "line 12: workloads[0].memory: an amount such as 512MiB or 16GiB was expected, not 'lots'",
                "line 13: workloads[0].demand.column: one of bert, densenet121, densenet169, densenet201, inceptionv3, mobilenetv2, resnet152, resnet50, vgg16 was expected, not 'nothing'",
                "line 15: faults[0].function: * or the C name of an NVML export was expected, such as nvmlDeviceGetPowerUsage, not 'nvmlMakeCoffee'",
                "line 15: faults[0].delay: a time such as 500ms, 90s, 5m, 2h or 1d was expected, not 'soon'",
            ],
            refused.Errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("470.57.02", "3g.40gb@0, 1g.10gb@4, 1g.20gb@6", "it refuses 1g.20gb@6 with 2, a profile or place it does not know")]
    [InlineData("470.57.02", "4g.40gb@0, 3g.40gb@4", "it refuses 3g.40gb@4 with 23, no room beside those before it")]
    [InlineData("580.95.05", "1g.10gb+me@0, 1g.10gb+me@1", "it refuses 1g.10gb+me@1 with 23, no room beside those before it")]
    public void Parse_LayoutTheDriverRefuses_IsAnErrorWithItsLine(string driver, string instances, string reason)
    {
        ScenarioException refused = Assert.Throws<ScenarioException>(() => Scenario.Parse("bad.yaml", $$"""
            name: bad
            title: a layout that cannot be
            driver: {{driver}}
            board: a100-80gb
            gpus:
              - { instances: [{{instances}}] }
            """));

        ScenarioError error = Assert.Single(refused.Errors);
        Assert.Equal((6, "gpus[0].instances"), (error.Line, error.Key));
        Assert.EndsWith(reason, error.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("function: nvmlInit_v2", "faults[0]: exactly one effect was expected: code, delay, never-returns or missing, not 0")]
    [InlineData("function: nvmlInit_v2, code: 9, never-returns: on", "faults[0]: exactly one effect was expected: code, delay, never-returns or missing, not 2")]
    [InlineData("function: nvmlInit_v2, code: 500", "faults[0].code: a code of nvmlReturn_t was expected, such as 15 or 999, not 500")]
    [InlineData("function: nvmlInit_v2, delay: 999999999d", "faults[0].delay: at most 1h was expected; never-returns stands for a call that hangs")]
    [InlineData("function: nvmlInit_v2, code: 9, from: 5s, until: 5s", "faults[0].until: a time after 'from' was expected")]
    public void Parse_FaultThatCannotBe_IsAnError(string fault, string expected)
    {
        ScenarioException refused = Assert.Throws<ScenarioException>(() => Scenario.Parse("bad.yaml", $$"""
            name: bad
            title: a fault that cannot be
            gpus: [{ board: h100-80gb-sxm }]
            faults: [{ {{fault}} }]
            """));

        Assert.Equal($"line 4: {expected}", Assert.Single(refused.Errors).ToString());
    }

    [Fact]
    public void Parse_AsManyGpusAsBusNumbers_AllDiffer()
    {
        string text = "name: n\ntitle: t\ngpus: [{ board: h100-80gb-sxm, count: COUNT }]\n";
        using TestNode node = new(Scenario.Parse("most", text.Replace("COUNT", "32", StringComparison.Ordinal)));
        HashSet<string> buses = [];
        foreach (Optimizer.Simulation.Drivers.SimulatedGpu gpu in node.Driver.Gpus)
        {
            Assert.Matches("^00000000:[0-9A-F]{2}:00.0$", gpu.BusId);
            Assert.True(buses.Add(gpu.BusId));
        }

        Assert.Throws<ScenarioException>(() => Scenario.Parse("more", text.Replace("COUNT", "33", StringComparison.Ordinal)));
    }

    [Fact]
    public void Load_UnknownName_NamesTheKnownOnes()
    {
        ScenarioException refused = Assert.Throws<ScenarioException>(() => Scenario.Load("dgx-h1000"));
        Assert.Contains("broken, dgx-h100, hgx-b200, rtx-pro-6000, single-a30, two-a100", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A damaged file is refused with errors, or accepted; nothing else may come out of the reader.</summary>
    [Fact]
    public void Parse_DamagedText_IsRefusedInWords() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(int, int, byte)>(), damage =>
        {
            (int at, int length, byte letter) = damage;
            string good = Good;
            int start = (int)(unchecked((uint)at) % (uint)good.Length);
            int end = Math.Min(good.Length, start + (int)(unchecked((uint)length) % 12u));
            string text = good[..start] + (char)(32 + (letter % 95)) + good[end..];
            try
            {
                Assert.NotNull(Scenario.Parse("damaged", text));
            }
            catch (ScenarioException refused)
            {
                Assert.NotEmpty(refused.Errors);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private const string Good = """
        name: good
        title: a file to damage
        board: a30-24gb
        gpus: [{ instances: [1g.6gb@0, 2g.12gb@2/1c+1c] }]
        workloads:
          - { name: w, gpu: 0, at: 2g.12gb@2, compute: 1, memory: 2GiB, demand: { constant: 0.5 }, capacity: 1 }
        changes: [{ at: 5m, gpu: 0, do: create, instance: 1g.6gb@1 }]
        faults: [{ function: nvmlInit_v2, from: 1s, until: 2s, code: 9 }]
        """;
}
