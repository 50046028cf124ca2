namespace Optimizer.Workloads.Tests.Systemd;

/// <summary>Stands for the end of the process: nothing catches it.</summary>
internal sealed class DaemonDiesException : Exception;
