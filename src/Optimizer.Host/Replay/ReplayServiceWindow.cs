namespace Optimizer.Host.Replay;

/// <summary>One service in one window.</summary>
/// <param name="Demand">Requests per second, mean.</param>
/// <param name="Capacity">Requests per second that what was ready could serve, mean.</param>
/// <param name="Unmet">Requests beyond what was ready when they came.</param>
/// <param name="ViolationSeconds">Time with less ready than asked for.</param>
internal readonly record struct ReplayServiceWindow(double Demand, double Capacity, double Unmet, double ViolationSeconds);
