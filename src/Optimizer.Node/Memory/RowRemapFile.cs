using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Memory;

/// <summary>Keeps a <see cref="RowRemapMemory"/> in a file of the state directory: one line per GPU, replaced whole.</summary>
/// <remarks>
/// Written to a temporary file, flushed to disk, then renamed over the old one, so that a crash at any instant leaves the old or the new file.
/// A file that cannot be understood is set aside under another name and reported; a disk that cannot be written is reported once and does not stop observation.
/// </remarks>
public sealed partial class RowRemapFile
{
    private const string Header = "# gpu-optimizer row remap state, version 1: gpu_uuid correctable uncorrectable pending failed observed_at";
    private const int Fields = 6;

    private readonly string _path;
    private readonly ILogger _logger;
    private RowRemapMemory? _written;
    private bool _failing;

    /// <summary>Names the file; nothing is read or written yet.</summary>
    /// <param name="stateDirectory">Folder of the daemon's state; created when it does not exist.</param>
    /// <param name="logger">Told of trouble.</param>
    public RowRemapFile(string stateDirectory, ILogger<RowRemapFile> logger)
    {
        _path = Path.Combine(stateDirectory, "row-remap.state");
        _logger = logger;
    }

    /// <summary>Reads the file. Empty when there is none or it had to be set aside.</summary>
    public RowRemapMemory Load()
    {
        try
        {
            if (!File.Exists(_path))
            {
                return RowRemapMemory.Empty;
            }

            if (TryParse(File.ReadAllLines(_path), out RowRemapMemory? memory))
            {
                _written = memory;
                return memory;
            }

            string aside = _path + ".corrupt";
            File.Move(_path, aside, overwrite: true);
            LogCorrupt(_logger, _path, aside);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(_logger, _path, exception.Message);
        }

        return RowRemapMemory.Empty;
    }

    /// <summary>Writes the memory when it says something new.</summary>
    public void Save(RowRemapMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (memory.Entries.IsEmpty || (_written is not null && _written.SaysTheSame(memory)))
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            string temporary = _path + ".new";
            using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write))
            {
                file.Write(Encoding.ASCII.GetBytes(Format(memory)));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
            _written = memory;
            _failing = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_failing)
            {
                LogUnwritable(_logger, _path, exception.Message);
            }

            _failing = true;
        }
    }

    internal static string Format(RowRemapMemory memory)
    {
        StringBuilder text = new StringBuilder(Header).Append('\n');
        foreach ((GpuUuid gpu, RowRemapReading reading) in memory.Entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"{gpu} {reading.Correctable} {reading.Uncorrectable} {(reading.Pending ? 1 : 0)} {(reading.Failed ? 1 : 0)} ")
                .Append(InstantPattern.ExtendedIso.Format(reading.ObservedAt))
                .Append('\n');
        }

        return text.ToString();
    }

    internal static bool TryParse(string[] lines, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RowRemapMemory? memory)
    {
        memory = null;
        if (lines.Length == 0 || lines[0] != Header)
        {
            return false;
        }

        List<RowRemapEntry> entries = [];
        foreach (string line in lines.AsSpan(1))
        {
            string[] parts = line.Split(' ');
            if (parts.Length != Fields
                || !ulong.TryParse(parts[1], CultureInfo.InvariantCulture, out ulong correctable)
                || !ulong.TryParse(parts[2], CultureInfo.InvariantCulture, out ulong uncorrectable)
                || parts[3] is not ("0" or "1")
                || parts[4] is not ("0" or "1")
                || !InstantPattern.ExtendedIso.Parse(parts[5]).TryGetValue(Instant.MinValue, out Instant observedAt))
            {
                return false;
            }

            entries.Add(new RowRemapEntry(
                new GpuUuid(parts[0]), new RowRemapReading(correctable, uncorrectable, parts[3] == "1", parts[4] == "1", observedAt)));
        }

        memory = new RowRemapMemory(entries.ToValueArray());
        return true;
    }

    [LoggerMessage(120, LogLevel.Error, "{File} could not be understood and was set aside as {Aside}; row-remap state is unknown until it can be read again with MIG off.")]
    private static partial void LogCorrupt(ILogger logger, string file, string aside);

    [LoggerMessage(121, LogLevel.Error, "{File} could not be read: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string file, string reason);

    [LoggerMessage(122, LogLevel.Error, "{File} could not be written: {Reason}. Observation goes on; row-remap state would be lost with a restart.")]
    private static partial void LogUnwritable(ILogger logger, string file, string reason);
}
