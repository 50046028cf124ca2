using System.Runtime.InteropServices;
using System.Text;
using NodaTime;
using Optimizer.Forecasting;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Demand;

/// <summary>What is kept of a series beside its forecaster's state: what the forecaster must be told when it is loaded.</summary>
/// <param name="LastSeen">When its last sample was read.</param>
/// <param name="FirstBin">Number of the first bin it took: how far back what it knows reaches.</param>
/// <param name="LastBin">Number of the last bin the forecaster took.</param>
/// <param name="Cap">Its cap.</param>
/// <param name="Prior">The prior it was made with.</param>
internal readonly record struct StateEnvelope(Instant LastSeen, long FirstBin, long LastBin, double? Cap, Quantiles? Prior)
{
    private const byte Version = 2;

    /// <summary>Bins it reaches over; 0 of one that took none.</summary>
    public long Span => LastBin - FirstBin + 1;

    /// <summary>The envelope and the forecaster's state as bytes.</summary>
    /// <param name="forecaster">The forecaster.</param>
    /// <param name="buffer">Written over. States are of many kilobytes: a buffer that grows anew for each of hundreds is work for the collector.</param>
    public byte[] Seal(IForecaster forecaster, MemoryStream buffer)
    {
        buffer.SetLength(0);
        using BinaryWriter writer = new(buffer, Encoding.UTF8, leaveOpen: true);
        writer.Write(Version);
        writer.Write(LastSeen.ToUnixTimeTicks());
        writer.Write(FirstBin);
        writer.Write(LastBin);
        writer.Write(Cap is not null);
        writer.Write(Cap ?? 0);
        writer.Write(Prior is not null);
        for (int at = 0; at < Quantiles.Probabilities.Length; at++)
        {
            writer.Write(Prior?[at] ?? 0);
        }

        forecaster.Save(writer);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>Reads what <see cref="Seal"/> wrote, up to the forecaster's state.</summary>
    /// <exception cref="InvalidDataException">It is of another version or makes no sense.</exception>
    /// <exception cref="EndOfStreamException">It is cut short.</exception>
    public static StateEnvelope Open(BinaryReader reader)
    {
        byte version = reader.ReadByte();
        if (version != Version)
        {
            throw new InvalidDataException($"the state is of version {version}, this program reads {Version}");
        }

        long ticks = reader.ReadInt64();
        long first = reader.ReadInt64();
        long last = reader.ReadInt64();
        double? cap = reader.ReadBoolean() ? reader.ReadDouble() : Skip(reader);
        bool hasPrior = reader.ReadBoolean();
        Quantiles prior = new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        if (ticks < 0 || ticks > Instant.MaxValue.ToUnixTimeTicks() || first < 0 || last < first || cap is not null and not >= 0)
        {
            throw new InvalidDataException("the state's head holds impossible values");
        }

        return new StateEnvelope(Instant.FromUnixTimeTicks(ticks), first, last, cap, hasPrior ? prior : null);
    }

    /// <summary>Reads the head of a saved state.</summary>
    /// <exception cref="InvalidDataException">It is of another version or makes no sense.</exception>
    /// <exception cref="EndOfStreamException">It is cut short.</exception>
    public static StateEnvelope Open(StoredSeries stored)
    {
        using BinaryReader reader = Reader(stored);
        return Open(reader);
    }

    /// <summary>Reads a saved state, from its head on.</summary>
    public static BinaryReader Reader(StoredSeries stored) => new(MemoryMarshal.TryGetArray(stored.State, out ArraySegment<byte> bytes)
        ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
        : new MemoryStream(stored.State.ToArray(), writable: false));

    private static double? Skip(BinaryReader reader)
    {
        reader.ReadDouble();
        return null;
    }
}
