namespace Optimizer.Host.Control;

/// <summary>Who is at the other end of a Unix socket, as the kernel says; nobody can claim to be another.</summary>
/// <param name="Pid">Process that connected.</param>
/// <param name="User">Its user.</param>
/// <param name="Group">Its group.</param>
internal readonly record struct PeerCredential(int Pid, uint User, uint Group);
