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
                "line 5: color: unknown key; known here: board, changes, cpus-per-node, cuda, driver, faults, gpus, name, privileged, title, workloads",
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
