using Optimizer.Workloads.Booted;

// Runs as root inside a tree whose process 1 is systemd; its argument names the half that is wanted.
Checks checks = new();
string wanted = args.FirstOrDefault("all");
if (wanted is "all" or "runtime")
{
    using BootedRun run = new("/run/gpu-optimizer-booted", checks);
    await run.AllAsync();
}

if (wanted is "all" or "daemon")
{
    using DaemonRun run = new(checks);
    await run.AllAsync();
}

Console.WriteLine($"{checks.Passed} passed, {checks.Failed} failed");
return checks.Failed == 0 && checks.Passed > 0 ? 0 : 1;
