using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe;

/// <summary>Asks one GPU, remembers what it does not support, and notices when it is lost.</summary>
/// <remarks>
/// "Not supported" stays true until the driver, the MIG mode or the layout changes (<see cref="Forget"/>), so it is asked once, not each second.
/// Lost, or in need of a reset: nothing more is asked in this cycle. Any other refusal fails the collector that asked and nothing else.
/// </remarks>
internal sealed class GpuProbe(GpuUuid uuid, CollectorLedger ledger)
{
    private readonly HashSet<int> _unsupported = [];

    /// <summary>The open library; valid during a cycle.</summary>
    public NvmlLibrary Nvml { get; private set; } = null!;

    /// <summary>NVML's handle since the library was last opened.</summary>
    public nint Device { get; private set; }

    /// <summary>The collector at work.</summary>
    public Collector Collector { get; set; }

    /// <summary>Why the GPU cannot be asked any more in this cycle; null while it can.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The code behind <see cref="Trouble"/>.</summary>
    public NvmlReturn TroubleCode { get; private set; }

    /// <summary>The GPU still answers.</summary>
    public bool IsAlive => Trouble is null;

    public GpuUuid Uuid => uuid;

    /// <summary>Points at the GPU for one cycle.</summary>
    public void Begin(NvmlLibrary nvml, nint device)
    {
        Nvml = nvml;
        Device = device;
        Trouble = null;
        TroubleCode = NvmlReturn.Success;
    }

    /// <summary>Forgets the trouble of the last cycle, when the GPU is not asked any more.</summary>
    public void End()
    {
        Trouble = null;
        TroubleCode = NvmlReturn.Success;
    }

    /// <summary>Forgets what was not supported.</summary>
    public void Forget() => _unsupported.Clear();

    /// <summary>Asks for a value.</summary>
    /// <returns>Null when it is not supported, not answered, or the GPU is lost.</returns>
    public T? Ask<T>(NvmlFunction function, Func<NvmlLibrary, nint, NvmlResult<T>> call)
        where T : struct
    {
        if (!MayAsk(function, 0))
        {
            return null;
        }

        NvmlResult<T> result = call(Nvml, Device);
        return Accept(function, 0, result.Code) ? result.Value : null;
    }

    /// <summary>Asks for one of several values of one call, each with its own support.</summary>
    public T? Ask<T>(NvmlFunction function, uint variant, Func<NvmlLibrary, nint, uint, NvmlResult<T>> call)
        where T : struct
    {
        if (!MayAsk(function, variant))
        {
            return null;
        }

        NvmlResult<T> result = call(Nvml, Device, variant);
        return Accept(function, variant, result.Code) ? result.Value : null;
    }

    /// <summary>Asks for text.</summary>
    public string? AskText(NvmlFunction function, Func<NvmlLibrary, nint, NvmlResult<string>> call)
    {
        if (!MayAsk(function, 0))
        {
            return null;
        }

        NvmlResult<string> result = call(Nvml, Device);
        return Accept(function, 0, result.Code) ? result.OrNull() : null;
    }

    /// <summary>Whether a call is worth making.</summary>
    public bool MayAsk(NvmlFunction function, uint variant) => IsAlive && !_unsupported.Contains(Key(function, variant));

    /// <summary>Takes note of a code.</summary>
    /// <returns>True when the call answered.</returns>
    public bool Accept(NvmlFunction function, uint variant, NvmlReturn code)
    {
        switch (code)
        {
            case NvmlReturn.Success:
                return true;
            case NvmlReturn.NotSupported or NvmlReturn.FunctionNotFound:
                _unsupported.Add(Key(function, variant));
                return false;
            case NvmlReturn.NoPermission:
                // True until somebody grants the right and restarts the daemon: said once, not asked and failed each second.
                _unsupported.Add(Key(function, variant));
                ledger.Notice(Sentence(function, code));
                return false;
            case NvmlReturn.NotFound or NvmlReturn.NoData or NvmlReturn.Timeout:
                return false;
            case NvmlReturn.GpuIsLost or NvmlReturn.ResetRequired or NvmlReturn.GpuNotFound
                or NvmlReturn.Uninitialized or NvmlReturn.DriverNotLoaded or NvmlReturn.LibRmVersionMismatch:
                Trouble = Sentence(function, code);
                TroubleCode = code;
                ledger.Failed(Collector, Trouble);
                return false;
            default:
                ledger.Failed(Collector, Sentence(function, code));
                return false;
        }
    }

    /// <summary>Fails the collector at work for a reason other than a code.</summary>
    public void Report(string trouble) => ledger.Failed(Collector, trouble);

    private static int Key(NvmlFunction function, uint variant) => ((int)function << 12) | (int)(variant & 0xFFF);

    private string Sentence(NvmlFunction function, NvmlReturn code)
    {
        string remedy = code.Remedy() is string text ? $" ({text})" : string.Empty;
        return $"{function.CName()} on {uuid.Value} answered {code.MetricName()}{remedy}.";
    }
}
