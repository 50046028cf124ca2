using Optimizer.Control.Journal;

namespace Optimizer.Control.Loop;

/// <content>How entries get to disk: before anything else is touched, and with as few writes as that allows.</content>
public sealed partial class ControlLoop
{
    /// <summary>The end of a step, seen and not yet on disk; null: nothing is owed.</summary>
    private JournalEntry.StepEnded? _owed;
    private long _owedSince;

    /// <summary>Writes an entry and takes it in: what is not on disk is not known.</summary>
    private async Task AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        // A write that began is seen through: its outcome must be known, or memory and disk part ways.
        cancellationToken.ThrowIfCancellationRequested();
        if (_owed is { } owed)
        {
            await _parts.Journal.AppendAsync([owed, entry], CancellationToken.None);
            _owed = null;
        }
        else
        {
            await _parts.Journal.AppendAsync(entry, CancellationToken.None);
        }

        Remember(entry);
        _book.Take(entry);
    }

    /// <summary>
    /// Takes in that a step was seen to have happened, and writes it with whatever is written next: the intention of the step after it, mostly. Each write waits for the
    /// disk, so a plan of many steps would wait twice as often. Whoever dies in between finds the step intended, asks for it again and is told that it is so.
    /// </summary>
    private async Task OweAsync(Tick tick, JournalEntry.StepEnded entry, CancellationToken cancellationToken)
    {
        if (_owed is not null)
        {
            await AppendAsync(entry, cancellationToken);
            return;
        }

        Remember(entry);
        _book.Take(entry);
        (_owed, _owedSince) = (entry, tick.Number);
    }

    /// <summary>What is owed since an earlier tick, or with nothing to follow at once, is not left to wait.</summary>
    private async Task WriteOwedAsync(Tick tick)
    {
        if (_owed is { } owed && (!tick.More || _owedSince != tick.Number))
        {
            await _parts.Journal.AppendAsync(owed, CancellationToken.None);
            _owed = null;
        }
    }
}
