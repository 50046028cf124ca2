namespace Optimizer.Control.Ports;

/// <summary>What the operating system knows of a process that NVML lists.</summary>
/// <param name="Command">First word of its command line, without the path. Source: /proc/PID/comm.</param>
/// <param name="ControlGroup">Its cgroup path from the root, for example <c>/system.slice/chat.service</c>. Source: /proc/PID/cgroup.</param>
/// <param name="Owner">Account name, or the number when it has no name. Source: owner of /proc/PID.</param>
public sealed record ProcessIdentity(string Command, string ControlGroup, string Owner);
