using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace Optimizer.Workloads.Systemd;

/// <summary>Reads what <c>systemctl show</c> prints.</summary>
internal static class UnitStatusReader
{
    /// <summary>What is asked for. Plain numbers where there is a choice: how dates are printed differs between versions.</summary>
    public const string Properties =
        "Id,LoadState,ActiveState,SubState,Result,ExecMainStatus,NRestarts,Job,NeedDaemonReload,DropInPaths,TimeoutStopUSec,User,DynamicUser,"
        + "InactiveExitTimestampMonotonic,ActiveEnterTimestampMonotonic,InactiveEnterTimestampMonotonic";

    private static readonly ImmutableHashSet<string> ActiveStates =
        ["active", "reloading", "inactive", "failed", "activating", "deactivating", "maintenance", "refreshing"];

    /// <summary>One status per unit asked for, in that order; null when the text is no such answer.</summary>
    public static ImmutableArray<UnitStatus>? Read(string text, ImmutableArray<string> units)
    {
        string[] blocks = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (blocks.Length != units.Length)
        {
            return null;
        }

        ImmutableArray<UnitStatus>.Builder read = ImmutableArray.CreateBuilder<UnitStatus>(units.Length);
        for (int i = 0; i < blocks.Length; i++)
        {
            if (Block(blocks[i], units[i]) is not { } status)
            {
                return null;
            }

            read.Add(status);
        }

        return read.MoveToImmutable();
    }

    /// <summary>A time span as systemd prints it, for example <c>1min 30s</c>; null for <c>infinity</c> and what is none.</summary>
    public static Duration? Span(string text)
    {
        Duration sum = Duration.Zero;
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (string word in words)
        {
            int digits = word.TakeWhile(static c => char.IsAsciiDigit(c) || c == '.').Count();
            if (!double.TryParse(word.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) || number > 1e6
                || Unit(word[digits..]) is not { } unit)
            {
                return null;
            }

            sum += unit * number;
        }

        return words.Length == 0 ? null : sum;
    }

    private static Duration? Unit(string word) => word switch
    {
        "us" => Duration.FromNanoseconds(1000L),
        "ms" => Duration.FromMilliseconds(1),
        "s" => Duration.FromSeconds(1),
        "min" => Duration.FromMinutes(1),
        "h" => Duration.FromHours(1),
        "d" => Duration.FromDays(1),
        "w" => Duration.FromDays(7),
        _ => null,
    };

    private static UnitStatus? Block(string block, string unit)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (string line in block.Split('\n'))
        {
            int sign = line.IndexOf('=', StringComparison.Ordinal);
            if (sign <= 0)
            {
                return null;
            }

            values[line[..sign]] = line[(sign + 1)..].Trim();
        }

        string Of(string key) => values.GetValueOrDefault(key, "");
        long Number(string key) => long.TryParse(Of(key), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
        return Of("LoadState").Length == 0 || !ActiveStates.Contains(Of("ActiveState")) ? null : new UnitStatus
        {
            Unit = unit,
            LoadState = Of("LoadState"),
            ActiveState = Of("ActiveState"),
            SubState = Of("SubState"),
            Result = Of("Result"),
            ExitStatus = (int)Math.Min(Number("ExecMainStatus"), int.MaxValue),
            Restarts = (int)Math.Min(Number("NRestarts"), int.MaxValue),
            HasJob = Number("Job") != 0,
            NeedsReload = Of("NeedDaemonReload") == "yes",
            DropInPaths = Of("DropInPaths"),
            StopTimeout = Span(Of("TimeoutStopUSec")),
            User = Of("User"),
            DynamicUser = Of("DynamicUser") == "yes",
            LeftInactive = Number("InactiveExitTimestampMonotonic"),
            BecameActive = Number("ActiveEnterTimestampMonotonic"),
            BecameInactive = Number("InactiveEnterTimestampMonotonic"),
        };
    }
}
