namespace Optimizer.Workloads.Systemd;

/// <summary>What a program answered.</summary>
/// <param name="ExitCode">Its exit status; null when it never started or was ended by us.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error; where there is no exit status, why.</param>
/// <param name="Missing">The program is not there.</param>
public sealed record ProcessAnswer(int? ExitCode, string Output, string Error, bool Missing = false);
