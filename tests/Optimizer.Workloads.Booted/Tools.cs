using System.Collections.Immutable;
using System.Text.Json;
using Optimizer.Workloads.Systemd;

namespace Optimizer.Workloads.Booted;

/// <summary>What an operator has: systemctl, and the daemon's own verbs.</summary>
internal sealed class Tools(ChildProcessRunner runner)
{
    private const string Program = "/opt/gpu-optimizer/gpu-optimizer";

    /// <summary>Runs a program; its output.</summary>
    public async Task<string> RunAsync(string program, params ImmutableArray<string> arguments) =>
        (await runner.RunAsync(program, arguments, CancellationToken.None)).Output;

    /// <summary>Runs a verb of the daemon's program.</summary>
    public Task<ProcessAnswer> VerbAsync(params ImmutableArray<string> arguments) => runner.RunAsync(Program, arguments, CancellationToken.None);

    /// <summary>The same as nobody.</summary>
    public Task<ProcessAnswer> VerbOfNobodyAsync(string verb) =>
        runner.RunAsync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", Program, verb], CancellationToken.None);

    /// <summary>A verb's answer as JSON; null when it did not answer.</summary>
    public async Task<JsonElement?> JsonAsync(params ImmutableArray<string> arguments)
    {
        ProcessAnswer answer = await VerbAsync([.. arguments, "--json"]);
        return answer.ExitCode == 0 ? JsonDocument.Parse(answer.Output).RootElement : null;
    }

    /// <summary>One property of a unit.</summary>
    public async Task<string> ShowAsync(string unit, string property) => (await RunAsync("systemctl", "show", $"--property={property}", "--value", unit)).Trim();

    /// <summary>Replicas systemd has active, by name.</summary>
    public async Task<ImmutableArray<string>> ActiveAsync()
    {
        string listed = await RunAsync("systemctl", "list-units", "--all", "--plain", "--no-legend", "--state=active", "svc@*.service");
        return [.. listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ')[0]).Order(StringComparer.Ordinal)];
    }

    /// <summary>Those among them that serve.</summary>
    public async Task<ImmutableArray<string>> ServingAsync() => [.. (await ActiveAsync()).Where(static unit => File.Exists($"/run/svc/up-{Number(unit)}"))];

    /// <summary>Number of an instance of the template.</summary>
    public static string Number(string unit) => unit["svc@".Length..^".service".Length];

    /// <summary>Waits until something is so.</summary>
    /// <returns>False when it was not within the limit.</returns>
    public static async Task<bool> UntilAsync(Func<Task<bool>> holds, int seconds)
    {
        long from = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(from) > TimeSpan.FromSeconds(seconds))
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        return true;
    }
}
