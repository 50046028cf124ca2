using System.Text.Json;
using Optimizer.Model.Replicas;

namespace Optimizer.Node.Devices;

/// <summary>A CDI file that names every whole GPU and every MIG device there is, with exactly the device files each needs.</summary>
/// <remarks>
/// Its kind is our own, so that it stands beside a vendor's file: two files that name the same device make both unusable. Written whole or not at all.
/// </remarks>
/// <param name="path">Where it is; a folder container runtimes read, for example <c>/var/run/cdi/gpu-optimizer.json</c>.</param>
/// <param name="kind">Vendor and class, before the <c>=</c> of a device request.</param>
/// <param name="deviceRoot">Where device files are looked for; common ones that do not exist are left out, since a runtime refuses what is missing.</param>
public sealed class CdiSpecFile(string path, string kind = "gpu-optimizer/gpu", string deviceRoot = "/dev")
{
    private const string Version = "0.6.0";

    /// <summary>Writes it when it would say something new, then reads it back and looks every MIG device up.</summary>
    /// <returns>Null when it is right; else what was tried and seen, one sentence.</returns>
    public string? Write(PresentDevices present, MigMinors minors)
    {
        ArgumentNullException.ThrowIfNull(present);
        ArgumentNullException.ThrowIfNull(minors);
        if (!TryCompose(present, minors, out CdiSpec spec, out string? problem))
        {
            return problem;
        }

        byte[] text = JsonSerializer.SerializeToUtf8Bytes(spec, CdiSpecContext.Default.CdiSpec);
        try
        {
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(text))
            {
                Replace(text);
            }

            return Check(present, JsonSerializer.Deserialize(File.ReadAllBytes(path), CdiSpecContext.Default.CdiSpec));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return $"{path} could not be written, so containers are offered the layout of before: {exception.Message}";
        }
    }

    private bool TryCompose(PresentDevices present, MigMinors minors, out CdiSpec spec, out string? problem)
    {
        List<CdiDevice> devices = [];
        spec = new CdiSpec(Version, kind, devices, new CdiEdits([.. DeviceNodes.Common.Where(Exists).Select(static node => new CdiNode(node))]));
        foreach (PresentGpu gpu in present.Gpus)
        {
            // With MIG on, the GPU as a whole is of no use to anybody; with it off there is nothing else.
            IEnumerable<SeatDevice> seats = gpu.MigEnabled
                ? gpu.MigDevices.Select(device => new SeatDevice
                {
                    Visible = device.Uuid ?? string.Empty,
                    GpuMinor = gpu.Minor,
                    GpuInstanceId = device.GpuInstanceId,
                    ComputeInstanceId = device.ComputeInstanceId,
                })
                : [new SeatDevice { Visible = gpu.Gpu.Value, GpuMinor = gpu.Minor }];
            foreach (SeatDevice seat in seats)
            {
                if (seat.Visible.Length == 0)
                {
                    problem = $"A MIG device of {gpu.Gpu} tells no UUID, so {path} was left as it was.";
                    return false;
                }

                if (!DeviceNodes.TryOf(seat, minors, out var nodes, out string? unknown))
                {
                    problem = $"{path} was left as it was: {unknown}";
                    return false;
                }

                CdiNode[] own = [.. nodes.Value.Except(DeviceNodes.Common).Select(static node => new CdiNode(node))];
                devices.Add(new CdiDevice(seat.Visible, new CdiEdits(own)));
            }
        }

        problem = null;
        return true;
    }

    private bool Exists(string node) => File.Exists(Path.Combine(deviceRoot, Path.GetFileName(node)));

    // Readers see the old file or the new one; a crash in between leaves the old one.
    private void Replace(byte[] text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = path + ".new"; // runtimes read *.json and *.yaml only
        using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write(text);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private string? Check(PresentDevices present, CdiSpec? read)
    {
        foreach (PresentGpu gpu in present.Gpus.Where(static gpu => gpu.MigEnabled))
        {
            foreach (PresentMigDevice device in gpu.MigDevices)
            {
                // The GPU and two capabilities: with fewer a container would see a device it cannot open.
                if (read?.Devices.SingleOrDefault(named => named.Name == device.Uuid) is not { ContainerEdits.DeviceNodes.Count: 3 })
                {
                    return $"{path} was written and does not name {device.Uuid} of {gpu.Gpu} with its device files; containers cannot use it.";
                }
            }
        }

        return null;
    }
}
