namespace Optimizer.EndToEnd.Tests.Tools;

/// <summary>Asks again and again until something that others bring about is so; bounded, so that a failure is a failure and not a hang.</summary>
internal static class Eventually
{
    /// <summary>Far longer than anything here takes; only a failing test waits it out.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The first answer that satisfies the condition; the last one is in the message when none does.</summary>
    /// <param name="what">What is waited for, in words.</param>
    /// <param name="ask">Asks; its exceptions count as "not yet" where they are of a server that is not up.</param>
    /// <param name="condition">What must be so.</param>
    public static async Task<T> Is<T>(string what, Func<Task<T>> ask, Func<T, bool> condition)
    {
        long start = TimeProvider.System.GetTimestamp();
        string last;
        do
        {
            try
            {
                T answer = await ask();
                if (condition(answer))
                {
                    return answer;
                }

                last = Show(answer);
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
            {
                last = notYet.Message;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
        while (TimeProvider.System.GetElapsedTime(start) < Patience);
        throw new TimeoutException($"Not within {Patience.TotalSeconds} s: {what}. The last answer was: {last}");
    }

    private static string Show<T>(T answer) => answer is System.Collections.IEnumerable items and not string
        ? string.Join("\n", items.Cast<object>())
        : answer?.ToString() ?? "nothing";
}
