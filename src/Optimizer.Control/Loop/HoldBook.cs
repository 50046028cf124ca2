using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;

namespace Optimizer.Control.Loop;

/// <summary>The holds of one tick, and since when each is in force.</summary>
internal sealed class HoldBook
{
    private readonly List<ActiveHold> _now = [];
    private Dictionary<(Interlock, string), Instant> _since = [];

    /// <summary>Ordered by interlock, then subject.</summary>
    public ValueArray<ActiveHold> Now => _now.OrderBy(hold => hold.Interlock).ThenBy(hold => hold.Subject, StringComparer.Ordinal).ToValueArray();

    /// <summary>A new tick begins: what is not said again has ended.</summary>
    public void Begin()
    {
        _since = _now.GroupBy(hold => (hold.Interlock, hold.Subject)).ToDictionary(group => group.Key, group => group.Min(hold => hold.Since));
        _now.Clear();
    }

    /// <summary>Says why nothing, or nothing more, is done.</summary>
    public void Say(Instant now, Interlock interlock, string subject, string sentence)
    {
        if (!_now.Exists(hold => hold.Interlock == interlock && hold.Subject == subject))
        {
            _now.Add(new ActiveHold(interlock, subject, _since.GetValueOrDefault((interlock, subject), now), sentence));
        }
    }
}
