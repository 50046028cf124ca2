namespace Optimizer.Forecasting.Ensemble;

/// <summary>Arrays of numbers in a saved state.</summary>
internal static class Numbers
{
    /// <summary>Writes the numbers; the length is not written, the reader knows it.</summary>
    public static void Write(BinaryWriter writer, ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            writer.Write(value);
        }
    }

    /// <summary>Writes the numbers.</summary>
    public static void Write(BinaryWriter writer, ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            writer.Write(value);
        }
    }

    /// <summary>Reads as many numbers as there is room for.</summary>
    /// <exception cref="InvalidDataException">One is infinite; NaN stands for unknown and is legal.</exception>
    public static void Read(BinaryReader reader, Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = reader.ReadDouble();
            if (double.IsInfinity(destination[i]))
            {
                throw new InvalidDataException("A saved number is infinite.");
            }
        }
    }

    /// <summary>Reads as many numbers as there is room for.</summary>
    /// <exception cref="InvalidDataException">One is infinite.</exception>
    public static void Read(BinaryReader reader, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = reader.ReadSingle();
            if (float.IsInfinity(destination[i]))
            {
                throw new InvalidDataException("A saved number is infinite.");
            }
        }
    }
}
