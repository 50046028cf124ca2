using NodaTime;
using Optimizer.Host.Configuration;
using Optimizer.Host.Control;
using Optimizer.Host.Observation;
using Optimizer.Node.Act;
using Optimizer.Workloads.Systemd;

namespace Optimizer.Host.Tests.Control;

/// <summary>What operators configure is what the parts obey.</summary>
public sealed class ControlWiringTests
{
    [Fact]
    public void SystemdOptionsOf_Deadlines_AreTheConfigured()
    {
        SystemdOptions options = ControlWiring.SystemdOptionsOf(Read("control: { start_deadline_seconds: 7200, stop_deadline_seconds: 250 }\n"), null);

        Assert.Equal((Duration.FromHours(2), Duration.FromHours(2), Duration.FromSeconds(250)), (options.StartLimit, options.LongestStart, options.StopMargin));
        Assert.Equal("/proc", options.ProcRoot);
    }

    [Fact]
    public void SystemdOptionsOf_Rehearsal_ReadsItsOwnTablesAndTheMachinesUnits()
    {
        SystemdOptions options = ControlWiring.SystemdOptionsOf(Read(""), new Rehearsal("/x"));

        Assert.Equal(("/x/proc", "/x/sys", "/run/systemd/system"), (options.ProcRoot, options.SysRoot, options.UnitRoot));
    }

    [Fact]
    public void PartitionerOptionsOf_Deadlines_AreTheConfigured()
    {
        PartitionerOptions options = ControlWiring.PartitionerOptionsOf(Read("control: { instance_deadline_seconds: 7, mode_deadline_seconds: 33 }\n"));

        Assert.Equal((Duration.FromSeconds(7), Duration.FromSeconds(33)), (options.CallDeadline, options.AnswerDeadline));
    }

    private static ControlConfiguration Read(string text) => Assert.IsType<ConfigurationResult.Read>(ConfigurationReader.Read(text, "test")).Configuration.Control;
}
