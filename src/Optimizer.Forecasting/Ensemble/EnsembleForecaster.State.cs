using System.Text;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>Saving and loading: every number that the next forecast depends on, so that a loaded forecaster answers bit-equal.</summary>
internal sealed partial class EnsembleForecaster
{
    // Raised with every change of what is written or of what it means: an older state is refused and the series starts anew.
    private const int StateVersion = 2;

    private const int Mark = 0x534E4547;

    /// <summary>Makes a forecaster from a saved state.</summary>
    /// <exception cref="InvalidDataException">The state is of another version, bin or zone, is cut short, or holds what cannot be.</exception>
    public static EnsembleForecaster Load(SeriesOptions options, BinaryReader reader)
    {
        try
        {
            int mark = reader.ReadInt32(), version = reader.ReadInt32(), bin = reader.ReadInt32();
            if (mark != Mark || version != StateVersion || bin != options.BinSeconds)
            {
                throw new InvalidDataException(
                    $"A state of {MethodName}, version {StateVersion}, bins of {options.BinSeconds} s was expected; the mark is {mark:x}, the version {version}, the bin {bin} s.");
            }

            return new EnsembleForecaster(options, reader);
        }
        catch (Exception error) when (error is EndOfStreamException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException or DecoderFallbackException)
        {
            throw new InvalidDataException($"The state of {MethodName} is cut short or damaged: {error.Message}", error);
        }
    }

    private EnsembleForecaster(SeriesOptions options, BinaryReader reader)
        : this(options)
    {
        _history.Restore(reader);
        _members.Load(reader);
        _weights.Load(reader);
        Each(_pools, _peakPools, pool => pool.Load(reader));
        Each(_stored, _storedPeaks, stored => stored.Load(reader));
        Each(_accuracy, [], ledger => ledger.Load(reader));
        Each(_peakAccuracy, [], ledger => ledger.Load(reader));
        _changes.Load(reader);
        Numbers.Read(reader, _controlVariances);
        double[] numbers = new double[3];
        Numbers.Read(reader, numbers);
        (_unit, _changeScale, _missing) = (numbers[0], numbers[1], numbers[2]);
        (_bins, _alarms, _fallbacks, _refused) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        _silence = reader.ReadInt32();
        _lastSaturated = reader.ReadInt64();
        _saturatedRun = reader.ReadInt32();
        _saturated = reader.ReadBoolean();
        if (!(_unit > 0) || _silence < 0 || reader.ReadInt32() != Mark)
        {
            throw new InvalidDataException($"The state of {MethodName} does not end as one does.");
        }
    }

    private void SaveState(BinaryWriter writer)
    {
        writer.Write(Mark);
        writer.Write(StateVersion);
        writer.Write(Options.BinSeconds);
        _history.Save(writer);
        _members.Save(writer);
        _weights.Save(writer);
        Each(_pools, _peakPools, pool => pool.Save(writer));
        Each(_stored, _storedPeaks, stored => stored.Save(writer));
        Each(_accuracy, [], ledger => ledger.Save(writer));
        Each(_peakAccuracy, [], ledger => ledger.Save(writer));
        _changes.Save(writer);
        Numbers.Write(writer, _controlVariances);
        Numbers.Write(writer, [_unit, _changeScale, _missing]);
        writer.Write(_bins);
        writer.Write(_alarms);
        writer.Write(_fallbacks);
        writer.Write(_refused);
        writer.Write(_silence);
        writer.Write(_lastSaturated);
        writer.Write(_saturatedRun);
        writer.Write(_saturated);
        writer.Write(Mark);
    }

    private static void Each<T>(T[] first, T[] second, Action<T> act)
    {
        foreach (T item in first)
        {
            act(item);
        }

        foreach (T item in second)
        {
            act(item);
        }
    }
}
