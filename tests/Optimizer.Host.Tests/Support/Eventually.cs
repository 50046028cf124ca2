namespace Optimizer.Host.Tests.Support;

internal static class Eventually
{
    /// <summary>Waits until something that other threads bring about is so; bounded, so that a failure is a failure and not a hang.</summary>
    public static async Task So(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }
}
