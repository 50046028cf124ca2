namespace Optimizer.Host.Daemon;

/// <summary>The parts cannot be made from what the operator asked for: an unknown scenario, a family that does not exist.</summary>
/// <param name="message">What was asked, what was found and what to do; one sentence. It goes to standard error as it is.</param>
internal sealed class StartRefusedException(string message) : Exception(message);
