using Optimizer.Control.Ports;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Processes;

namespace Optimizer.Node.Tests.Processes;

public sealed class WorkloadIdentityTests
{
    private const string ContainerId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("/system.slice/chat.service", WorkloadKind.Systemd, "chat.service")]
    [InlineData("/system.slice/system-chat.slice/chat@2.service", WorkloadKind.Systemd, "chat@2.service")]
    [InlineData("/user.slice/user-1000.slice/user@1000.service/app.slice/train.service", WorkloadKind.Systemd, "train.service")]
    [InlineData("/slurm/uid_1000/job_42/step_0/task_0", WorkloadKind.Slurm, "job-42")]
    [InlineData("/system.slice/slurmstepd.scope/job_42/step_batch", WorkloadKind.Slurm, "job-42")]
    [InlineData("/system.slice/docker-" + ContainerId + ".scope", WorkloadKind.Container, "0123456789ab")]
    [InlineData("/docker/" + ContainerId, WorkloadKind.Container, "0123456789ab")]
    [InlineData("/machine.slice/libpod-" + ContainerId + ".scope", WorkloadKind.Container, "0123456789ab")]
    [InlineData(
        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1b4e28ba_2fa1_11d2_883f_0016d3cca427.slice/cri-containerd-" + ContainerId + ".scope",
        WorkloadKind.Pod,
        "1b4e28ba-2fa1-11d2-883f-0016d3cca427")]
    [InlineData("/kubepods/besteffort/pod1b4e28ba-2fa1-11d2-883f-0016d3cca427/" + ContainerId, WorkloadKind.Pod, "1b4e28ba-2fa1-11d2-883f-0016d3cca427")]
    public void FromControlGroup_KnownManagers_NamesTheWorkload(string path, WorkloadKind kind, string name)
    {
        Assert.Equal(new WorkloadIdentity(name, kind), WorkloadIdentity.FromControlGroup(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/user.slice/user-1000.slice/session-3.scope")]
    [InlineData("/job_/x")]
    [InlineData("/docker/short")]
    public void FromControlGroup_NobodysProcess_IsNull(string path)
    {
        Assert.Null(WorkloadIdentity.FromControlGroup(path));
    }

    [Fact]
    public void ProcProcessTable_OwnProcess_IsFound()
    {
        ProcessIdentity? self = new ProcProcessTable().Find((uint)Environment.ProcessId);

        Assert.NotNull(self);
        Assert.NotEmpty(self.Command);
        Assert.StartsWith("/", self.ControlGroup, StringComparison.Ordinal);
        Assert.Equal(Environment.UserName, self.Owner);
    }

    [Fact]
    public void ProcProcessTable_NoSuchProcess_IsNull()
    {
        Assert.Null(new ProcProcessTable().Find(uint.MaxValue));
    }
}
