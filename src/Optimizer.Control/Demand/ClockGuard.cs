using NodaTime;

namespace Optimizer.Control.Demand;

/// <summary>Decides whether the wall clock is to be believed. A clock that jumps for a moment must not put bins years ahead of all that follow.</summary>
internal sealed class ClockGuard
{
    // A step of this size or less costs at most that much waiting or that long a gap; NTP's corrections of a running clock are far below.
    private static readonly Duration UsualStep = Duration.FromHours(1);

    // How long a clock must run evenly after a larger step. Doubled, a corrected clock costs twice the demand that is not recorded.
    private static readonly Duration Proof = Duration.FromMinutes(10);

    private Instant? _last;
    private Duration _longestForward = UsualStep;
    private Instant? _suspectSince;
    private Instant _suspectLast;

    /// <summary>The clock stepped and has not proven itself.</summary>
    public bool Holds => _suspectSince is not null;

    /// <summary>Takes over when an earlier process last looked at the clock: being switched off is not a step, unless it was for longer than anything is kept.</summary>
    public void Resume(Instant last, Duration longestAbsence)
    {
        _last = last;
        _longestForward = Duration.Max(longestAbsence, UsualStep);
    }

    /// <summary>True when the clock is believed at this time.</summary>
    public bool Believes(Instant now)
    {
        if (_last is not { } last || (now - last <= _longestForward && last - now <= UsualStep))
        {
            return Accept(now);
        }

        if (_suspectSince is not { } since || now < _suspectLast || now - _suspectLast > UsualStep)
        {
            since = now;
            _suspectSince = now;
        }

        _suspectLast = now;
        return now - since >= Proof && Accept(now);
    }

    private bool Accept(Instant now)
    {
        _last = now;
        _longestForward = UsualStep;
        _suspectSince = null;
        return true;
    }
}
