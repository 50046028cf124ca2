using NodaTime;
using Optimizer.Forecasting;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Demand;

/// <summary>What is kept of a series beside its forecaster's state: what the forecaster must be told when it is loaded.</summary>
/// <param name="LastSeen">When its last sample was read.</param>
/// <param name="LastBin">Number of the last bin the forecaster took.</param>
/// <param name="Cap">Its cap.</param>
/// <param name="Prior">The prior it was made with.</param>
internal readonly record struct StateEnvelope(Instant LastSeen, long LastBin, double? Cap, Quantiles? Prior)
{
    private const byte Version = 1;

    /// <summary>The envelope and the forecaster's state as bytes.</summary>
    public byte[] Seal(IForecaster forecaster)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(Version);
        writer.Write(LastSeen.ToUnixTimeTicks());
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
        return stream.ToArray();
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
        long bin = reader.ReadInt64();
        double? cap = reader.ReadBoolean() ? reader.ReadDouble() : Skip(reader);
        bool hasPrior = reader.ReadBoolean();
        Quantiles prior = new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        if (ticks < 0 || ticks > Instant.MaxValue.ToUnixTimeTicks() || bin < 0 || cap is not null and not >= 0)
        {
            throw new InvalidDataException("the state's head holds impossible values");
        }

        return new StateEnvelope(Instant.FromUnixTimeTicks(ticks), bin, cap, hasPrior ? prior : null);
    }

    private static double? Skip(BinaryReader reader)
    {
        reader.ReadDouble();
        return null;
    }
}
