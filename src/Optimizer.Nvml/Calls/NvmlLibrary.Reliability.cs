using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <content>ECC, row remapping, field values.</content>
public sealed unsafe partial class NvmlLibrary
{
    /// <summary>ECC now and after the next reset, 1 is on. Source: nvmlDeviceGetEccMode.</summary>
    public NvmlResult<(uint Current, uint Pending)> EccMode(nint device) => ReadPair<uint>(NvmlFunction.DeviceGetEccMode, device);

    /// <summary>ECC errors: type 0 corrected, 1 uncorrected; counter 0 volatile, 1 aggregate. Source: nvmlDeviceGetTotalEccErrors.</summary>
    public NvmlResult<ulong> TotalEccErrors(nint device, uint errorType, uint counterType)
    {
        if (!Enter(NvmlFunction.DeviceGetTotalEccErrors, out nint address))
        {
            return Missing<ulong>();
        }

        ulong count = 0;
        NvmlReturn code = ((delegate* unmanaged[Cdecl]<nint, uint, uint, ulong*, NvmlReturn>)address)(device, errorType, counterType, &count);
        return new(Leave(NvmlFunction.DeviceGetTotalEccErrors, code), count);
    }

    /// <summary>ECC errors of one memory: location 0 L1, 1 L2, 2 DRAM, 3 registers, 7 SRAM. On a MIG handle only uncorrected volatile, not DRAM.</summary>
    /// <remarks>Source: nvmlDeviceGetMemoryErrorCounter.</remarks>
    public NvmlResult<ulong> MemoryErrorCounter(nint device, uint errorType, uint counterType, uint location)
    {
        if (!Enter(NvmlFunction.DeviceGetMemoryErrorCounter, out nint address))
        {
            return Missing<ulong>();
        }

        ulong count = 0;
        var call = (delegate* unmanaged[Cdecl]<nint, uint, uint, uint, ulong*, NvmlReturn>)address;
        NvmlReturn code = call(device, errorType, counterType, location, &count);
        return new(Leave(NvmlFunction.DeviceGetMemoryErrorCounter, code), count);
    }

    /// <summary>Remapped rows; refused while MIG instances exist. Source: nvmlDeviceGetRemappedRows.</summary>
    public NvmlResult<(uint Correctable, uint Uncorrectable, bool Pending, bool Failed)> RemappedRows(nint device)
    {
        if (!Enter(NvmlFunction.DeviceGetRemappedRows, out nint address))
        {
            return Missing<(uint, uint, bool, bool)>();
        }

        uint correctable = 0, uncorrectable = 0, pending = 0, failed = 0;
        var call = (delegate* unmanaged[Cdecl]<nint, uint*, uint*, uint*, uint*, NvmlReturn>)address;
        NvmlReturn code = call(device, &correctable, &uncorrectable, &pending, &failed);
        return new(Leave(NvmlFunction.DeviceGetRemappedRows, code), (correctable, uncorrectable, pending != 0, failed != 0));
    }

    /// <summary>Remapped rows with the inactive ones (R595 and newer). Source: nvmlDeviceGetRemappedRows_v2.</summary>
    public NvmlResult<NvmlRemappedRowsInfoV2> RemappedRowsV2(nint device) =>
        Read<NvmlRemappedRowsInfoV2>(NvmlFunction.DeviceGetRemappedRows_v2, device);

    /// <summary>Banks by spare rows left; readable in MIG mode. Source: nvmlDeviceGetRowRemapperHistogram.</summary>
    public NvmlResult<NvmlRowRemapperHistogramValues> RowRemapperHistogram(nint device) =>
        Read<NvmlRowRemapperHistogramValues>(NvmlFunction.DeviceGetRowRemapperHistogram, device);

    /// <summary>Fills field values; each carries its own code. Source: nvmlDeviceGetFieldValues.</summary>
    /// <param name="device">GPU handle.</param>
    /// <param name="values">Ids and scopes in, values, types and codes out.</param>
    public NvmlReturn FieldValues(nint device, Span<NvmlFieldValue> values)
    {
        if (!Enter(NvmlFunction.DeviceGetFieldValues, out nint address))
        {
            return NvmlReturn.FunctionNotFound;
        }

        fixed (NvmlFieldValue* first = values)
        {
            var call = (delegate* unmanaged[Cdecl]<nint, int, NvmlFieldValue*, NvmlReturn>)address;
            return Leave(NvmlFunction.DeviceGetFieldValues, call(device, values.Length, first));
        }
    }
}
