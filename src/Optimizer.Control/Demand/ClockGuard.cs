using NodaTime;

namespace Optimizer.Control.Demand;

/// <summary>Decides whether the wall clock is to be believed. A clock that jumps for a moment must not put bins years ahead of all that follow.</summary>
internal sealed class ClockGuard
{
    /// <summary>A step of this size or less costs at most that much waiting or that long a gap; NTP's corrections of a running clock are far below.</summary>
    public static readonly Duration UsualStep = Duration.FromHours(1);

    // How long a clock must run evenly after a larger step. Doubled, a corrected clock costs twice the demand that is not recorded.
    private static readonly Duration Proof = Duration.FromMinutes(10);

    // A machine that boots without a clock battery says 1970 until it finds a time server. A state saved later than "now" knows better, and much would be
    // lost by believing it; but for ever would be too long, should the clock have been ahead when the state was saved.
    private static readonly Duration ProofAgainstTheSaved = Duration.FromDays(1);

    private Instant? _last;
    private Instant? _saved;
    private Duration _longestForward = UsualStep;
    private Instant? _suspectSince;
    private Instant _suspectLast;

    /// <summary>The clock stepped and has not proven itself.</summary>
    public bool Holds => _suspectSince is not null;

    /// <summary>When a clock that had stepped was last believed because it ran evenly, right or wrong; null when none did.</summary>
    public Instant? ProvenAt { get; private set; }

    /// <summary>Takes over when an earlier process last looked at the clock: being switched off is not a step, unless it was for longer than anything is kept.</summary>
    public void Resume(Instant last, Duration longestAbsence)
    {
        _last = last;
        _saved = last;
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
        if (now - since < NeededAt(now))
        {
            return false;
        }

        ProvenAt = now;
        return Accept(now);
    }

    /// <summary>How long a clock that says this time must run evenly before it is believed.</summary>
    public Duration NeededAt(Instant now) => _saved is { } saved && saved - now > UsualStep ? ProofAgainstTheSaved : Proof;

    private bool Accept(Instant now)
    {
        _last = now;
        _longestForward = UsualStep;
        _suspectSince = null;
        _saved = null;
        return true;
    }
}
