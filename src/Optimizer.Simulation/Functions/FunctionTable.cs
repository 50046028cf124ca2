using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Faults;

namespace Optimizer.Simulation.Functions;

/// <summary>The exports of one simulated driver: a C function pointer for each function, kept alive together with the driver's state.</summary>
internal sealed unsafe partial class FunctionTable
{
    private const int Failed = (int)NvmlReturn.Unknown;
    private static readonly FrozenDictionary<string, NvmlFunction> ByName = Enum.GetValues<NvmlFunction>().ToFrozenDictionary(function => function.CName());

    private readonly SimulatedDriver _driver;

    /// <summary>The garbage collector does not see the pointers; these references keep what they point at.</summary>
    private readonly Delegate?[] _delegates = new Delegate?[NvmlFunctionNames.Count];

    private readonly nint[] _addresses = new nint[NvmlFunctionNames.Count];

    public FunctionTable(SimulatedDriver driver)
    {
        _driver = driver;
        SystemFunctions.AddTo(this, driver);
        EnumerationFunctions.AddTo(this, driver);
        IdentityFunctions.AddTo(this);
        UtilizationFunctions.AddTo(this);
        MemoryFunctions.AddTo(this, driver);
        PowerFunctions.AddTo(this);
        ThermalFunctions.AddTo(this);
        LinkFunctions.AddTo(this, driver);
        FabricFunctions.AddTo(this);
        ReliabilityFunctions.AddTo(this);
        ProcessFunctions.AddTo(this, driver);
        MigDeviceFunctions.AddTo(this, driver);
        ProfileFunctions.AddTo(this, driver);
        GpuInstanceFunctions.AddTo(this, driver);
        ComputeInstanceFunctions.AddTo(this, driver);
        GpmFunctions.AddTo(this, driver);
        EventFunctions.AddTo(this, driver);
        FieldFunctions.AddTo(this, driver);
        AffinityFunctions.AddTo(this, driver);
    }

    /// <summary>Looks an export up; false where this driver is too old for it or a fault hides it.</summary>
    public bool TryGet(string name, out nint address)
    {
        address = 0;
        if (!ByName.TryGetValue(name, out NvmlFunction function) || !_driver.Branch.Exports(function))
        {
            return false;
        }

        lock (_driver.Sync)
        {
            if (_driver.Faults.Hides(name, _driver.Now))
            {
                return false;
            }
        }

        address = _addresses[(int)function];
        return address != 0;
    }

    /// <summary>The C signature of an export, for callers that try them all.</summary>
    public Delegate? Signature(NvmlFunction function) => _delegates[(int)function];

    public void Keep<TDelegate>(NvmlFunction function, TDelegate body)
        where TDelegate : Delegate
    {
        _delegates[(int)function] = body;
        _addresses[(int)function] = Marshal.GetFunctionPointerForDelegate(body);
    }
}
