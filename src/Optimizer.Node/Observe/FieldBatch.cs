using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe;

/// <summary>A set of field values read in one call; fields the GPU refuses are left out from then on.</summary>
internal sealed class FieldBatch
{
    private const int HighestField = 320;
    private const uint AllLinks = uint.MaxValue;

    private readonly (uint Id, uint Scope)[] _wanted;
    private readonly int[] _slot = new int[HighestField];
    private NvmlFieldValue[] _values;

    /// <summary>Creates a batch.</summary>
    /// <param name="ids">Ids of <see cref="NvmlField"/>, each asked with scope 0.</param>
    /// <param name="sumOverLinks">Ids asked for the sum over all NVLinks.</param>
    public FieldBatch(ReadOnlySpan<uint> ids, ReadOnlySpan<uint> sumOverLinks = default)
    {
        _wanted = new (uint, uint)[ids.Length + sumOverLinks.Length];
        for (int index = 0; index < _wanted.Length; index++)
        {
            _wanted[index] = index < ids.Length ? (ids[index], 0) : (sumOverLinks[index - ids.Length], AllLinks);
        }

        _values = [];
        Forget();
    }

    /// <summary>Asks for every field again, after the driver or the MIG mode changed.</summary>
    public void Forget()
    {
        _values = new NvmlFieldValue[_wanted.Length];
        for (int index = 0; index < _wanted.Length; index++)
        {
            _values[index] = new NvmlFieldValue { FieldId = _wanted[index].Id, ScopeId = _wanted[index].Scope, NvmlReturn = NvmlReturn.NoData };
        }

        Index();
    }

    /// <summary>Reads the batch; afterwards <see cref="Number"/> and <see cref="Unsigned"/> answer.</summary>
    public void Read(GpuProbe gpu)
    {
        for (int index = 0; index < _values.Length; index++)
        {
            _values[index].NvmlReturn = NvmlReturn.NoData;
        }

        if (_values.Length == 0 || !gpu.MayAsk(NvmlFunction.DeviceGetFieldValues, 0))
        {
            return;
        }

        NvmlReturn code = gpu.Nvml.FieldValues(gpu.Device, _values);
        // The call as a whole fails only when no field could be read; each field carries its own code either way.
        if (code is not (NvmlReturn.Success or NvmlReturn.InvalidArgument))
        {
            gpu.Accept(NvmlFunction.DeviceGetFieldValues, 0, code);
        }

        if (code == NvmlReturn.Success && Array.Exists(_values, static value => IsRefused(value.NvmlReturn)))
        {
            _values = Array.FindAll(_values, static value => !IsRefused(value.NvmlReturn));
            Index();
        }
    }

    /// <summary>The value of a field; null when it is not answered.</summary>
    public double? Number(uint id) => Find(id, out NvmlFieldValue value) ? value.Value.AsDouble(value.ValueType) : null;

    /// <summary>The value of a counting field; null when it is not answered or negative.</summary>
    public ulong? Unsigned(uint id) => Find(id, out NvmlFieldValue value) ? value.Value.AsUnsigned(value.ValueType) : null;

    private static bool IsRefused(NvmlReturn code) => code is NvmlReturn.NotSupported or NvmlReturn.InvalidArgument or NvmlReturn.FunctionNotFound;

    private bool Find(uint id, out NvmlFieldValue value)
    {
        int slot = _slot[id];
        value = slot < 0 ? default : _values[slot];
        return slot >= 0 && value.NvmlReturn == NvmlReturn.Success;
    }

    private void Index()
    {
        Array.Fill(_slot, -1);
        for (int index = 0; index < _values.Length; index++)
        {
            _slot[_values[index].FieldId] = index;
        }
    }
}
