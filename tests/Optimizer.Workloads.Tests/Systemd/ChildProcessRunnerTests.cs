using Microsoft.Extensions.Time.Testing;
using Optimizer.Workloads.Systemd;

namespace Optimizer.Workloads.Tests.Systemd;

public sealed class ChildProcessRunnerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task RunAsync_Program_GivesStatusAndBothStreams_InTheCLocale()
    {
        ChildProcessRunner runner = new(TimeSpan.FromSeconds(5), _time);

        ProcessAnswer answer = await runner.RunAsync("sh", ["-c", "echo \"$LC_ALL $1\"; echo no >&2; exit 3", "sh", "a b;c"], CancellationToken.None);

        Assert.Equal(new ProcessAnswer(3, "C a b;c\n", "no\n"), answer);
    }

    [Fact]
    public async Task RunAsync_NoSuchProgram_SaysSo()
    {
        ProcessAnswer answer = await new ChildProcessRunner(TimeSpan.FromSeconds(5), _time).RunAsync("no-such-program-here", ["x"], CancellationToken.None);

        Assert.True(answer.Missing);
        Assert.Null(answer.ExitCode);
    }

    [Fact]
    public async Task RunAsync_DoesNotEnd_IsEndedAtTheLimit()
    {
        Task<ProcessAnswer> running = new ChildProcessRunner(TimeSpan.FromSeconds(5), _time).RunAsync("sleep", ["1000"], CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(6));

        ProcessAnswer answer = await running;

        Assert.Null(answer.ExitCode);
        Assert.Contains("did not end within 5 s", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_PrintsWithoutEnd_IsEndedAtTheBound()
    {
        ProcessAnswer answer = await new ChildProcessRunner(TimeSpan.FromSeconds(5), _time).RunAsync("yes", [], CancellationToken.None);

        Assert.Null(answer.ExitCode);
        Assert.Contains("printed more than", answer.Error, StringComparison.Ordinal);
    }
}
