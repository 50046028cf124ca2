using Optimizer.Node.Topology;

namespace Optimizer.Node.Tests.Topology;

public sealed class SysfsTopologyTests : IDisposable
{
    private readonly DirectoryInfo _sys = Directory.CreateTempSubdirectory("gpu-optimizer-sys-");

    public void Dispose() => _sys.Delete(recursive: true);

    [Theory]
    [InlineData("1\n", 1)]
    [InlineData("0\n", 0)]
    [InlineData("-1\n", null)]
    [InlineData("rubbish", null)]
    public void NumaNode_KernelFile_IsReadByTheShortLowerCaseName(string content, int? node)
    {
        string folder = Path.Combine(_sys.FullName, "bus/pci/devices/0000:3b:00.0");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "numa_node"), content);

        Assert.Equal(node, new SysfsTopology(_sys.FullName).NumaNodeOfPciDevice("00000000:3B:00.0"));
    }

    [Theory]
    [InlineData("00000000:3B:00.0")]
    [InlineData("../../etc:passwd")]
    [InlineData("x")]
    public void NumaNode_NoSuchDevice_IsNull(string busId)
    {
        Assert.Null(new SysfsTopology(_sys.FullName).NumaNodeOfPciDevice(busId));
    }
}
