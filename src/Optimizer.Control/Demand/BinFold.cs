using Optimizer.Forecasting;

namespace Optimizer.Control.Demand;

/// <summary>Folds the samples of one series into bins: the mean over a bin's samples, saturated when most of them were.</summary>
internal sealed class BinFold(DemandForecasterOptions options)
{
    private const int UsualCapacity = 64;

    private readonly Queue<Waiting> _complete = new();
    private long _closed = long.MinValue;
    private long? _open;
    private double _sum;
    private int _samples;
    private int _saturated;

    /// <summary>Complete bins that wait to be taken.</summary>
    public int Count => _complete.Count;

    /// <summary>Takes a sample. False when its bin is complete already.</summary>
    public bool TryAdd(in DemandSample sample)
    {
        long bin = options.BinOf(sample.At);
        if (bin <= _closed || bin < _open)
        {
            return false;
        }

        if (bin > _open)
        {
            Close();
        }

        _open = bin;
        _sum += sample.Value;
        _samples++;
        _saturated += sample.Saturated ? 1 : 0;
        return true;
    }

    /// <summary>Everything up to this bin, inclusive, is complete: later samples of it are refused.</summary>
    public void CloseThrough(long bin)
    {
        if (_open <= bin)
        {
            Close();
        }

        _closed = Math.Max(_closed, bin);
    }

    /// <summary>A complete bin up to the given one waits to be taken.</summary>
    public bool HasDue(long through) => _complete.TryPeek(out Waiting next) && next.Bin <= through;

    /// <summary>Takes the oldest complete bin up to the given one.</summary>
    public bool TryTake(long through, out long bin, out Observation value)
    {
        if (HasDue(through))
        {
            Waiting next = _complete.Dequeue();
            (bin, value) = (next.Bin, new Observation(options.StartOf(next.Bin), double.IsNaN(next.Mean) ? null : next.Mean, next.Saturated));
            if (_complete.Count == 0 && _complete.Capacity > UsualCapacity)
            {
                _complete.TrimExcess(); // it held weeks read back, and will not again
            }

            return true;
        }

        (bin, value) = (0, default);
        return false;
    }

    private void Close()
    {
        if (_open is not { } bin)
        {
            return;
        }

        // A mean over a fraction of a bin would be taken for the whole of it.
        bool known = _samples >= options.LeastSamplesPerBin;
        _complete.Enqueue(new Waiting(bin, known ? _sum / _samples : double.NaN, known && _saturated * 2 > _samples));
        _closed = Math.Max(_closed, bin);
        _open = null;
        _sum = 0;
        _samples = 0;
        _saturated = 0;
    }

    // Half the size of an observation: while weeks are read back, ten thousand of them wait in each series. Not a number: missing.
    private readonly record struct Waiting(long Bin, double Mean, bool Saturated);
}
