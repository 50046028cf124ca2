using System.Text;
using Optimizer.Model.Acting;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Act;
using Optimizer.Node.Devices;
using Optimizer.Node.Tests.Act;
using Optimizer.Simulation;
using static Optimizer.Node.Tests.Act.ActingNode;

namespace Optimizer.Node.Tests.Devices;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class SurroundingsTests
{
    private static readonly MigMinors Minors = MigMinors.Parse(SimulatedNode.MigMinors().Split('\n'));

    private static readonly PresentDevices Mixed = new(
    [
        new PresentGpu(new GpuUuid("GPU-0"), 0, true, [new PresentMigDevice("MIG-a", 1, 0), new PresentMigDevice("MIG-b", 9, 0)]),
        new PresentGpu(new GpuUuid("GPU-1"), 1, false, []),
    ]);

    [Fact]
    public void Spec_MixedNode_IsTheGoldenFile()
    {
        using NodeFolder node = new("cdi-golden");
        node.Write("dev/nvidiactl");
        node.Write("dev/nvidia-uvm");
        string path = Path.Combine(node.Root, "cdi/gpu-optimizer.json");

        Assert.Null(new CdiSpecFile(path, deviceRoot: node.Dev).Write(Mixed, Minors));

        Golden("cdi.json", File.ReadAllText(path) + "\n");
        Assert.Equal(["gpu-optimizer.json"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
    }

    [Fact]
    public void Spec_SameAgain_IsNotWrittenAgain()
    {
        using NodeFolder node = new("cdi-same");
        string path = Path.Combine(node.Root, "cdi.json");
        CdiSpecFile file = new(path, deviceRoot: node.Dev);
        file.Write(Mixed, Minors);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead); // a replaced file would have the mode of a new one

        Assert.Null(file.Write(Mixed, Minors));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Spec_CapabilityUnknown_OldFileStays()
    {
        using NodeFolder node = new("cdi-unknown");
        string path = node.Write("cdi.json", "old");

        string? trouble = new CdiSpecFile(path, deviceRoot: node.Dev).Write(Mixed, MigMinors.None);

        Assert.Contains("names no capability of GPU 0, GPU instance 1", trouble, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void Spec_PlaceIsAFolder_IsToldAndNotThrown()
    {
        using NodeFolder node = new("cdi-folder");
        Directory.CreateDirectory(Path.Combine(node.Root, "cdi.json"));

        Assert.Contains("could not be written", new CdiSpecFile(Path.Combine(node.Root, "cdi.json"), deviceRoot: node.Dev).Write(Mixed, Minors), StringComparison.Ordinal);
    }

    [Fact]
    public void DeviceNodes_OfASeat_AreExactlyItsOwn()
    {
        Assert.True(DeviceNodes.TryOf(new SeatDevice { Visible = "MIG-b", GpuMinor = 2, GpuInstanceId = 9, ComputeInstanceId = 0 }, Minors, out var nodes, out _));
        Assert.Equal(
            ["/dev/nvidia2", "/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", $"/dev/nvidia-caps/nvidia-cap{SimulatedNode.AccessMinor(2, 9)}", $"/dev/nvidia-caps/nvidia-cap{SimulatedNode.AccessMinor(2, 9, 0)}"],
            nodes.Value);
        Assert.False(DeviceNodes.TryOf(new SeatDevice { Visible = "GPU-x" }, Minors, out _, out string? problem));
        Assert.Contains("minor number of GPU-x is not known", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_Missing_AreMadeFromTheirCapabilityFile()
    {
        using NodeFolder node = new("caps");
        node.Write("dev/nvidia-caps/nvidia-cap12");
        Maker maker = new(node, makes: true);

        Assert.Null(await new CapabilityNodes(maker, node.Proc, node.Dev).EnsureAsync(One, MigMinors.Parse(["gpu0/gi1/access 12", "gpu0/gi1/ci0/access 13"]), CancellationToken.None));

        Assert.Equal([Path.Combine(node.Proc, "driver/nvidia/capabilities/gpu0/mig/gi1/ci0/access")], maker.Asked);
    }

    [Fact]
    public async Task Nodes_ToolFails_SaysWhatIsMissingAndWhatToDo()
    {
        using NodeFolder node = new("caps-fail");

        string? trouble = await new CapabilityNodes(new Maker(node, makes: false), node.Proc, node.Dev).EnsureAsync(One, MigMinors.Parse(["gpu0/gi1/access 12", "gpu0/gi1/ci0/access 13"]), CancellationToken.None);

        Assert.Contains("nvidia-cap12 is missing and was not made: no such tool; run nvidia-modprobe -f", trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_TwoSourcesDisagree_NobodyIsLetIn()
    {
        using NodeFolder node = new("caps-disagree");
        node.Write("dev/nvidia-caps/nvidia-cap12");
        node.Write("proc/driver/nvidia/capabilities/gpu0/mig/gi1/access", "DeviceFileMinor: 21\nDeviceFileMode: 292\n");

        string? trouble = await new CapabilityNodes(new Maker(node, makes: true), node.Proc, node.Dev).EnsureAsync(One, MigMinors.Parse(["gpu0/gi1/access 12", "gpu0/gi1/ci0/access 13"]), CancellationToken.None);

        Assert.Contains("says minor 21 and mig-minors says 12", trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_SurroundingsFail_IsFailedAndTriedAgainThoughTheLayoutIsThere()
    {
        Flaky flaky = new();
        await using ActingNode node = new(Board(H100), surroundings: flaky);

        StepOutcome.Failed failed = Assert.IsType<StepOutcome.Failed>(node.Create(At("1g.10gb", 4, 1)));
        flaky.Trouble = null;
        StepOutcome again = node.Create(At("1g.10gb", 4, 1));

        Assert.Equal((StepTrouble.Surroundings, true), (failed.Trouble, failed.Retryable));
        Assert.Contains("the disk is full", failed.Detail, StringComparison.Ordinal);
        Assert.IsType<StepOutcome.Applied>(again);
        PresentGpu seen = Assert.Single(flaky.Seen!.Gpus);
        Assert.Equal((node.Gpu(), 0u, true), (seen.Gpu, seen.Minor, seen.MigEnabled));
        Assert.StartsWith("MIG-", Assert.Single(seen.MigDevices).Uuid, StringComparison.Ordinal);
    }

    private static PresentGpu One => new(new GpuUuid("GPU-0"), 0, true, [new PresentMigDevice("MIG-a", 1, 0)]);

    private static void Golden(string name, string actual)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Optimizer.Node.Tests.csproj")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The test project's folder was not found.");
        }

        string path = Path.Combine(folder, "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }

    private sealed class Maker(NodeFolder node, bool makes) : ICapabilityNodeMaker
    {
        public List<string> Asked { get; } = [];

        public Task<string?> MakeAsync(string capabilityFile, CancellationToken cancellationToken)
        {
            Asked.Add(capabilityFile);
            if (makes)
            {
                node.Write("dev/nvidia-caps/nvidia-cap13");
            }

            return Task.FromResult(makes ? null : "no such tool");
        }
    }

    private sealed class Flaky : ISurroundings
    {
        public string? Trouble { get; set; } = "the disk is full.";

        public PresentDevices? Seen { get; private set; }

        public Task<string?> FitAsync(GpuUuid changed, PresentDevices present, CancellationToken cancellationToken)
        {
            Seen = present;
            return Task.FromResult(Trouble);
        }
    }
}
