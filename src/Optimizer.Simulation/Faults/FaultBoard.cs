using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;

namespace Optimizer.Simulation.Faults;

/// <summary>The rules in force, with their call counts. Used under the driver's lock, except for waiting.</summary>
internal sealed class FaultBoard(FaultPlan plan)
{
    private readonly List<Entry> _entries = [.. plan.Rules.Select(rule => new Entry(rule))];

    public bool IsEmpty => _entries.Count == 0;

    public Entry Add(FaultRule rule)
    {
        Entry entry = new(rule);

        // A rule injected by hand outranks the scenario's.
        _entries.Insert(0, entry);
        return entry;
    }

    public void Remove(FaultRule rule)
    {
        foreach (Entry entry in _entries.Where(entry => entry.Rule == rule).ToArray())
        {
            _entries.Remove(entry);
            entry.Released.Set();
        }
    }

    public void ReleaseAll()
    {
        foreach (Entry entry in _entries)
        {
            entry.Released.Set();
        }

        _entries.Clear();
    }

    public bool Hides(string name, double now) => _entries.Exists(entry =>
        entry.Rule.MissingSymbol && IsInTime(entry.Rule, now) && (entry.Rule.Function is null || entry.Rule.Function.Value.CName() == name));

    /// <summary>The first rule this call meets, counted; null for an undisturbed call.</summary>
    public Entry? Match(NvmlFunction function, SimulatedGpu? gpu, GpuInstance? instance, double now)
    {
        foreach (Entry entry in _entries)
        {
            FaultRule rule = entry.Rule;
            if (!rule.MissingSymbol
                && (rule.Function is null || rule.Function == function)
                && (rule.Gpu is null || rule.Gpu == gpu?.Index)
                && (rule.GpuInstance is null || rule.GpuInstance == (uint?)instance?.Id)
                && IsInTime(rule, now)
                && entry.Count())
            {
                return entry;
            }
        }

        return null;
    }

    private static bool IsInTime(FaultRule rule, double now) => now >= rule.FromSeconds && now < rule.UntilSeconds;

    internal sealed class Entry(FaultRule rule)
    {
        private long _matches;

        public FaultRule Rule { get; } = rule;

        /// <summary>Set when the rule is cleared or the node disposed of: every call that hangs on it goes on.</summary>
        public ManualResetEventSlim Released { get; } = new();

        public bool Count()
        {
            long match = _matches++;
            return match >= Rule.SkipCalls && match - Rule.SkipCalls < Rule.MaxCalls;
        }

        /// <summary>Waits as the rule says, outside the driver's lock.</summary>
        /// <returns>False when the call must answer 999 because it never returned.</returns>
        public bool Hold(TimeProvider time)
        {
            if (Rule.NeverReturns)
            {
                Released.Wait();
                return false;
            }

            if (Rule.Delay > TimeSpan.Zero)
            {
                using ManualResetEventSlim over = new();
                using ITimer timer = time.CreateTimer(static state => ((ManualResetEventSlim)state!).Set(), over, Rule.Delay, Timeout.InfiniteTimeSpan);
                WaitHandle.WaitAny([over.WaitHandle, Released.WaitHandle]);
            }

            return true;
        }
    }
}
