using System.Text;
using Optimizer.Host.Control.Answers;

namespace Optimizer.Host.Operating;

/// <summary>A GPU's memory slices as a line of text, each instance as wide as the slices it takes.</summary>
internal static class SliceMap
{
    private const int SliceWidth = 10;
    private const int UsualSlices = 8;

    /// <summary>The map, for example <c>|3g.40gb chat-7b                        |1g.10gb b|</c>.</summary>
    public static string Of(GpuAnswer gpu)
    {
        int slices = gpu.Slices ?? UsualSlices;
        if (gpu.Seats is [{ Profile: "whole" } whole])
        {
            return $"|{Fit($"whole GPU {Who(whole)}", (slices * SliceWidth) - 1)}|";
        }

        StringBuilder map = new("|");
        int at = 0;
        foreach (SeatAnswer seat in gpu.Seats.Where(static seat => seat.Start is not null))
        {
            Free(map, seat.Start!.Value - at);
            map.Append(Fit($"{seat.Profile} {Who(seat)}", (seat.Size!.Value * SliceWidth) - 1)).Append('|');
            at = seat.Start.Value + seat.Size.Value;
        }

        Free(map, slices - at);
        return map.ToString();
    }

    private static void Free(StringBuilder map, int slices)
    {
        for (int slice = 0; slice < slices; slice++)
        {
            map.Append(Fit(".", SliceWidth - 1)).Append('|');
        }
    }

    private static string Who(SeatAnswer seat)
    {
        string who = seat.Workload ?? (seat.Holders.Count > 0 ? seat.Holders[0] : "");
        return seat.State is null or "ready" ? who : $"{who} ({seat.State})";
    }

    // A name that does not fit ends in a tilde: the lines below the map have it whole.
    private static string Fit(string text, int width)
    {
        string trimmed = text.TrimEnd();
        return trimmed.Length <= width ? trimmed.PadRight(width) : trimmed[..(width - 1)] + "~";
    }
}
