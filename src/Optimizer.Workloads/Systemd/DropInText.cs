using System.Globalization;
using System.Text;
using Optimizer.Model.Mig;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;

namespace Optimizer.Workloads.Systemd;

/// <summary>The drop-in as text. What comes from outside is either of a harmless alphabet or written percent-encoded, so that no value can begin a line.</summary>
internal static class DropInText
{
    private const string Section = "[X-GpuOptimizer]";
    private const string Version = "1";

    /// <summary>Writes it.</summary>
    /// <returns>Null when the driver's own words hold what must not be written.</returns>
    public static string? Write(SeatBinding binding, SeatRights rights)
    {
        Seat seat = binding.Seat;
        string profile = seat.Instance?.Profile ?? ProfileCapacity.WholeGpu;
        if (!IsPlain(rights.Visible) || !IsPlain(profile) || !IsPlain(seat.Gpu.Value) || !rights.Nodes.All(IsPlain) || (rights.Cpus is { } list && !IsCpuList(list)))
        {
            return null;
        }

        StringBuilder text = new();
        text.Append("# Made by GPU Optimizer for the seat this replica sits on. Replaced when it moves, removed when it stops; changes here are lost.\n")
            .Append("# What must differ goes into a drop-in that sorts after this one, for example 60-local.conf.\n")
            .Append("[Service]\n")
            .Append(CultureInfo.InvariantCulture, $"Environment=CUDA_VISIBLE_DEVICES={rights.Visible}\n")
            .Append(CultureInfo.InvariantCulture, $"Environment=GPU_OPTIMIZER_PROFILE={profile}\n")
            .Append(CultureInfo.InvariantCulture, $"Environment=GPU_OPTIMIZER_PROCESSES={binding.Processes}\n")
            .Append("DevicePolicy=closed\n")
            .Append("# The empty line takes away what the unit allows itself: two lists would add up to more than the seat.\n")
            .Append("DeviceAllow=\n");
        foreach (string node in rights.Nodes)
        {
            text.Append(CultureInfo.InvariantCulture, $"DeviceAllow={node} rw\n");
        }

        if (rights.Cpus is { } cpus)
        {
            text.Append("CPUAffinity=\n").Append(CultureInfo.InvariantCulture, $"CPUAffinity={cpus}\n");
        }

        if (rights.NumaNode is { } numa)
        {
            text.Append("NUMAPolicy=preferred\n").Append(CultureInfo.InvariantCulture, $"NUMAMask={numa}\n");
        }

        text.Append('\n').Append(Section).Append('\n')
            .Append(CultureInfo.InvariantCulture, $"Version={Version}\n")
            .Append(CultureInfo.InvariantCulture, $"Workload={Uri.EscapeDataString(binding.Workload)}\n")
            .Append(CultureInfo.InvariantCulture, $"Gpu={seat.Gpu.Value}\n");
        if (seat.Instance is { } instance)
        {
            text.Append(CultureInfo.InvariantCulture, $"Profile={instance.Profile}\nStart={instance.Placement.Start}\nSize={instance.Placement.Size}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"Processes={binding.Processes}\n").ToString();
    }

    /// <summary>Reads our part of it; null when it is damaged or of another version.</summary>
    public static SeatBinding? Read(string text)
    {
        string[] lines = text.Split('\n');
        int section = Array.IndexOf(lines, Section);
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (string line in section < 0 ? [] : lines.AsSpan(section + 1))
        {
            int sign = line.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0 && !values.TryAdd(line[..sign], line[(sign + 1)..]))
            {
                return null;
            }
        }

        if (values.GetValueOrDefault("Version") != Version
            || values.GetValueOrDefault("Workload") is not { Length: > 0 } workload
            || values.GetValueOrDefault("Gpu") is not { Length: > 0 } gpu
            || Number(values, "Processes") is not (> 0 and int processes))
        {
            return null;
        }

        PlacedInstance? instance = null;
        if (values.GetValueOrDefault("Profile") is { Length: > 0 } profile)
        {
            if (Number(values, "Start") is not { } start || Number(values, "Size") is not (> 0 and int size))
            {
                return null;
            }

            instance = new(profile, new Placement(start, size));
        }

        return new(Uri.UnescapeDataString(workload), new Seat(new GpuUuid(gpu), instance), processes);
    }

    /// <summary>Letters, digits and a few marks that mean nothing to systemd: no space, quote, percent, backslash, dollar or line end.</summary>
    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= 256 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '+' or ':');

    private static bool IsCpuList(string text) => text.Length is > 0 and <= 1024 && text.All(static c => char.IsAsciiDigit(c) || c is '-' or ',');

    private static int? Number(Dictionary<string, string> values, string key) =>
        int.TryParse(values.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
