using Optimizer.Host.Tests.Support;
using Optimizer.Host.Workloads;

namespace Optimizer.Host.Tests.Workloads;

public sealed class WorkloadDirectoryTests
{
    [Fact]
    public void Load_NoFolder_DeclaresNothing() =>
        Assert.Equal(0, Assert.IsType<WorkloadsReading.Read>(WorkloadDirectory.Load("/nonexistent/workloads.d")).Files);

    [Fact]
    public void Load_SeveralFiles_AreOneSetByName()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", "name: zeta");
        folder.Write("b.yaml", "- name: alpha\n- name: mid\n");
        folder.Write("c.yaml.disabled", "not: read");

        WorkloadsReading.Read read = Assert.IsType<WorkloadsReading.Read>(WorkloadDirectory.Load(folder.Path));

        Assert.Equal(["alpha", "mid", "zeta"], read.Declarations.Select(one => one.Name));
    }

    [Fact]
    public void Load_ErrorsInTwoFilesAndANameTwice_AllAtOnce()
    {
        using TemporaryFolder folder = new();
        string first = folder.Write("a.yaml", "name: x\nkind: y\n");
        string second = folder.Write("b.yaml", "- name: x\n- name: z\n  memory: much\n");

        string[] errors = [.. Assert.IsType<WorkloadsReading.Refused>(WorkloadDirectory.Load(folder.Path)).Errors.Select(error => error.ToString())];

        Assert.StartsWith($"{first}:2:7: kind: found \"y\"", errors[0]);
        Assert.Equal($"{second}:1:9: name: \"x\" is already declared in {first}:1; a name stands for one workload, rename or remove one of the two", errors[1]);
        Assert.StartsWith($"{second}:3:11: [1].memory: found \"much\"", errors[2]);
    }

    [Fact]
    public void Load_AFileInsteadOfAFolder_SaysSo()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("workloads.d", "");

        Assert.Equal($"{file}:1:1: this is a file, expected a folder", Assert.Single(Assert.IsType<WorkloadsReading.Refused>(WorkloadDirectory.Load(file)).Errors).ToString());
    }
}
