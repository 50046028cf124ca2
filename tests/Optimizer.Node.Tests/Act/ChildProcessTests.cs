using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Act;
using Optimizer.Node.Tests.Devices;

namespace Optimizer.Node.Tests.Act;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ChildProcessTests
{
    private static readonly GpuAddress Address = new(new GpuUuid("GPU-0"), 0, "00000000:3B:00.0");

    [Fact]
    public async Task Reset_ToolSucceeds_WasAimedAtThisGpuOnly()
    {
        using NodeFolder node = new("smi");
        string said = Path.Combine(node.Root, "said");
        string tool = Script(node, $"echo \"$@\" > '{said}'");

        Assert.Null(await new NvidiaSmiReset(TimeProvider.System, tool).ResetAsync(Address, CancellationToken.None));

        Assert.Equal("-i 00000000:3B:00.0 -r\n", await File.ReadAllTextAsync(said));
    }

    [Fact]
    public async Task Reset_ToolFails_SaysWhatItSaid()
    {
        using NodeFolder node = new("smi-fail");
        string tool = Script(node, "echo 'In use by another client' >&2; exit 9");

        string? trouble = await new NvidiaSmiReset(TimeProvider.System, tool).ResetAsync(Address, CancellationToken.None);

        Assert.Equal($"GPU-0 could not be reset: {tool} -i 00000000:3B:00.0 -r ended with 9: In use by another client.", trouble);
    }

    [Fact]
    public async Task Reset_NoTool_IsToldAndNotThrown()
    {
        Assert.Contains("could not be run", await new NvidiaSmiReset(TimeProvider.System, "/no/such/tool").ResetAsync(Address, CancellationToken.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_ToolHangs_IsKilledAfterItsTime()
    {
        using NodeFolder node = new("smi-hang");
        FakeTimeProvider time = new();
        string tool = Script(node, "exec sleep 600");
        Task<string?> reset = new NvidiaSmiReset(time, tool, Duration.FromSeconds(30)).ResetAsync(Address, CancellationToken.None);

        while (!reset.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(31));
            await Task.WhenAny(reset, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None));
        }

        Assert.Contains("had not ended after 30 s and was killed", await reset, StringComparison.Ordinal);
    }

    private static string Script(NodeFolder node, string body)
    {
        string path = node.Write("tool", $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
