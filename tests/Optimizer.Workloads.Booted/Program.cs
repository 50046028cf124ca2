using Optimizer.Workloads.Booted;

// Runs as root inside a tree whose process 1 is systemd; its argument is a scratch folder.
using BootedRun run = new(args.Length == 1 ? args[0] : "/run/gpu-optimizer-booted");
await run.AllAsync();
Console.WriteLine($"{run.Passed} passed, {run.Failed} failed");
return run.Failed == 0 && run.Passed > 0 ? 0 : 1;
