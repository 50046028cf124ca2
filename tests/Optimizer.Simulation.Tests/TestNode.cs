using Optimizer.Nvml.Native;
using Optimizer.Nvml.Symbols;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Time;

namespace Optimizer.Simulation.Tests;

/// <summary>A simulated node with an open session, called as the binding calls it: through function pointers, by C name.</summary>
internal sealed unsafe class TestNode : IDisposable
{
    private readonly INvmlSymbolSource _symbols;

    public TestNode(Scenario scenario, ulong seed = 7, bool open = true)
    {
        Node = SimulatedNode.Create(scenario, seed, Time);
        _symbols = Node.CreateSymbolSource();
        if (open)
        {
            Assert.Equal(NvmlReturn.Success, Call(NvmlFunction.Init_v2));
        }
    }

    public ManualTimeProvider Time { get; } = new();

    public SimulatedNode Node { get; }

    public SimulatedDriver Driver => Node.Driver;

    /// <summary>A node of equal GPUs without workloads.</summary>
    public static TestNode Of(string board, string gpu = "mig: on", string head = "", int count = 1) => new(Scenario.Parse("test", $$"""
        name: test
        title: test
        board: {{board}}
        {{head}}
        gpus:
          - { {{gpu}}, count: {{count}} }
        """));

    /// <summary>0 where the driver lacks the export.</summary>
    public nint Find(NvmlFunction function) => _symbols.TryGetSymbol(function.CName(), out nint address) ? address : 0;

    /// <summary>An address that may be called; calling a missing export would end the test process without a word.</summary>
    public nint Address(NvmlFunction function) =>
        Find(function) is var address and not 0 ? address : throw new InvalidOperationException($"{function} is not exported.");

    public NvmlReturn Call(NvmlFunction function) => (NvmlReturn)((delegate* unmanaged[Cdecl]<int>)Address(function))();

    public NvmlReturn Call(NvmlFunction function, nint handle) => (NvmlReturn)((delegate* unmanaged[Cdecl]<nint, int>)Address(function))(handle);

    public NvmlReturn Call(NvmlFunction function, nint handle, void* value) => (NvmlReturn)((delegate* unmanaged[Cdecl]<nint, void*, int>)Address(function))(handle, value);

    public NvmlReturn Call(NvmlFunction function, nint handle, void* first, void* second) => (NvmlReturn)((delegate* unmanaged[Cdecl]<nint, void*, void*, int>)Address(function))(handle, first, second);

    public NvmlReturn Call(NvmlFunction function, nint handle, uint selector, void* value) => (NvmlReturn)((delegate* unmanaged[Cdecl]<nint, uint, void*, int>)Address(function))(handle, selector, value);

    public NvmlReturn Call(NvmlFunction function, nint handle, uint selector, void* first, void* second) => (NvmlReturn)((delegate* unmanaged[Cdecl]<nint, uint, void*, void*, int>)Address(function))(handle, selector, first, second);

    public NvmlReturn Read<TValue>(NvmlFunction function, nint handle, out TValue value)
        where TValue : unmanaged
    {
        TValue read = default;
        NvmlReturn code = Call(function, handle, &read);
        value = read;
        return code;
    }

    public TValue Read<TValue>(NvmlFunction function, nint handle)
        where TValue : unmanaged
    {
        Assert.Equal(NvmlReturn.Success, Read(function, handle, out TValue value));
        return value;
    }

    public nint Gpu(uint index = 0)
    {
        nint handle;
        Assert.Equal(NvmlReturn.Success, (NvmlReturn)((delegate* unmanaged[Cdecl]<uint, nint*, int>)Address(NvmlFunction.DeviceGetHandleByIndex_v2))(index, &handle));
        return handle;
    }

    public string Text(NvmlFunction function, nint handle)
    {
        byte* text = stackalloc byte[96];
        Assert.Equal(0, ((delegate* unmanaged[Cdecl]<nint, byte*, uint, int>)Address(function))(handle, text, 96));
        return NvmlText.Read(new ReadOnlySpan<byte>(text, 96));
    }

    public (uint Current, uint Pending) MigMode(nint gpu)
    {
        uint current, pending;
        Assert.Equal(NvmlReturn.Success, Call(NvmlFunction.DeviceGetMigMode, gpu, &current, &pending));
        return (current, pending);
    }

    public NvmlReturn SetMigMode(nint gpu, bool enable)
    {
        int activation;
        Assert.Equal(NvmlReturn.Success, Call(NvmlFunction.DeviceSetMigMode, gpu, enable ? 1u : 0u, &activation));
        return (NvmlReturn)activation;
    }

    public NvmlReturn Create(nint gpu, BoardProfile profile, int? start, out nint instance)
    {
        nint handle = 0;
        NvmlGpuInstancePlacement placement = new() { Start = (uint)(start ?? 0), Size = (uint)profile.MemorySlices };
        NvmlReturn code = start is null
            ? Call(NvmlFunction.DeviceCreateGpuInstance, gpu, (uint)profile.Id, &handle)
            : Call(NvmlFunction.DeviceCreateGpuInstanceWithPlacement, gpu, (uint)profile.Id, &placement, &handle);
        instance = handle;
        return code;
    }

    public NvmlReturn CreateCompute(nint instance, uint profile, out nint compute)
    {
        nint handle = 0;
        NvmlReturn code = Call(NvmlFunction.GpuInstanceCreateComputeInstance, instance, profile, &handle);
        compute = handle;
        return code;
    }

    public uint Remaining(nint gpu, BoardProfile profile)
    {
        uint count;
        Assert.Equal(NvmlReturn.Success, Call(NvmlFunction.DeviceGetGpuInstanceRemainingCapacity, gpu, (uint)profile.Id, &count));
        return count;
    }

    public NvmlGpuInstanceInfo Info(nint instance) => Read<NvmlGpuInstanceInfo>(NvmlFunction.GpuInstanceGetInfo, instance);

    public void Advance(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public void Dispose()
    {
        _symbols.Dispose();
        Node.Dispose();
    }
}
