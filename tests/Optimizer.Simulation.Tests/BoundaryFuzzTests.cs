using Optimizer.Nvml.Native;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Simulation.Tests;

/// <summary>Whatever a caller passes, an answer comes back and no exception crosses into C, which would end the process.</summary>
public sealed unsafe class BoundaryFuzzTests
{
    /// <summary>Arguments follow each signature: handles wild or real, numbers at their edges, pointers null or to enough room.</summary>
    [Fact]
    public void AnyFunction_NullPointersAndWildHandles_AnswersACodeOfTheHeader()
    {
        using TestNode node = new(Scenario.Load("dgx-h100"));
        Random random = new(20260105);
        byte* room = (byte*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(1 << 16);
        nint[] handles = [0, -1, 1, node.Gpu(), node.Gpu() + 1, node.Gpu() + 99, node.Gpu(7) + 256, 0x7000_0010, nint.MaxValue, nint.MinValue];
        nint[] numbers = [0, 1, 2, 3, 5, 9, 18, 100, unchecked((nint)uint.MaxValue)];
        nint[] arguments = new nint[5];
        foreach (NvmlFunction function in Enum.GetValues<NvmlFunction>().Except([NvmlFunction.ErrorString, NvmlFunction.Shutdown]))
        {
            delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, int> address = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, int>)node.Address(function);
            Type[] signature = [.. node.Driver.Functions.Signature(function)!.GetType().GetMethod("Invoke")!.GetParameters().Select(parameter => parameter.ParameterType)];
            for (int round = 0; round < 200; round++)
            {
                new Span<byte>(room, 1 << 16).Clear();
                *(uint*)room = (uint)random.Next(4);
                for (int index = 0; index < signature.Length; index++)
                {
                    // A wild pointer is undefined behaviour in C as well, so pointers are good or null.
                    nint pointer = random.Next(3) == 0 ? 0 : (nint)(room + (index * 8192));
                    arguments[index] = signature[index].IsPointer ? pointer : signature[index] == typeof(nint) ? handles[random.Next(handles.Length)] : numbers[random.Next(numbers.Length)];
                }

                int code = address(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]);
                Assert.True(Enum.IsDefined((NvmlReturn)code), $"{function} answered {code}");
                Assert.True(code != (int)NvmlReturn.Unknown, $"{function} threw inside for {string.Join(", ", arguments)}");
            }
        }

        System.Runtime.InteropServices.NativeMemory.Free(room);
    }

    [Fact]
    public void ErrorString_AnyNumber_IsAText()
    {
        using TestNode node = new(Scenario.Load("two-a100"));
        delegate* unmanaged[Cdecl]<int, nint> text = (delegate* unmanaged[Cdecl]<int, nint>)node.Address(NvmlFunction.ErrorString);
        Assert.Equal("In use by another client", System.Runtime.InteropServices.Marshal.PtrToStringAnsi(text(19)));
        Assert.Equal("Unknown Error", System.Runtime.InteropServices.Marshal.PtrToStringAnsi(text(-77)));
    }

    [Fact]
    public void AnyFunction_BeforeInit_SaysUninitialized()
    {
        using TestNode node = new(Scenario.Load("dgx-h100"), open: false);
        NvmlFunction[] free = [NvmlFunction.Init_v2, NvmlFunction.InitWithFlags, NvmlFunction.ErrorString, NvmlFunction.SystemGetNVMLVersion, NvmlFunction.SystemGetCudaDriverVersion_v2];
        Assert.All(Enum.GetValues<NvmlFunction>().Except(free), function =>
            Assert.Equal(1, ((delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, int>)node.Address(function))(0, 0, 0, 0, 0)));
    }

    [Fact]
    public void RunningProcesses_BufferTooSmall_SaysHowManyAndWritesNoFurther()
    {
        using TestNode node = new(Scenario.Load("dgx-h100"));
        uint count = 0;
        Assert.Equal(NvmlReturn.InsufficientSize, node.Call(NvmlFunction.DeviceGetComputeRunningProcesses_v3, node.Gpu(), &count, null));
        Assert.Equal(7u, count);
        NvmlProcessInfoV1* old = stackalloc NvmlProcessInfoV1[8];
        old[3].Pid = 12345;
        count = 3;
        Assert.Equal(NvmlReturn.InsufficientSize, node.Call(NvmlFunction.DeviceGetComputeRunningProcesses, node.Gpu(), &count, old));
        Assert.Equal(12345u, old[3].Pid);
        count = 8;
        Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.DeviceGetComputeRunningProcesses, node.Gpu(), &count, old));
        Assert.Equal(7u, count);
        Assert.Contains("/", node.Node.Processes.Find(old[0].Pid)!.ControlGroup, StringComparison.Ordinal);
    }

    [Fact]
    public void HotReadings_WarmedUp_AllocateNothing()
    {
        using TestNode node = new(Scenario.Load("dgx-h100"));
        nint gpu = node.Gpu();
        NvmlProcessInfo* processes = stackalloc NvmlProcessInfo[16];
        delegate* unmanaged[Cdecl]<nint, void*, int> power = (delegate* unmanaged[Cdecl]<nint, void*, int>)node.Address(NvmlFunction.DeviceGetPowerUsage);
        delegate* unmanaged[Cdecl]<nint, void*, int> memory = (delegate* unmanaged[Cdecl]<nint, void*, int>)node.Address(NvmlFunction.DeviceGetMemoryInfo);
        delegate* unmanaged[Cdecl]<nint, uint, void*, int> mig = (delegate* unmanaged[Cdecl]<nint, uint, void*, int>)node.Address(NvmlFunction.DeviceGetMigDeviceHandleByIndex);
        delegate* unmanaged[Cdecl]<nint, int, void*, int> fields = (delegate* unmanaged[Cdecl]<nint, int, void*, int>)node.Address(NvmlFunction.DeviceGetFieldValues);
        delegate* unmanaged[Cdecl]<nint, void*, void*, int> list = (delegate* unmanaged[Cdecl]<nint, void*, void*, int>)node.Address(NvmlFunction.DeviceGetComputeRunningProcesses_v3);
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int codes = 0;
            for (int call = 0; call < 100; call++)
            {
                uint count = 16;
                nint device;
                NvmlFieldValue field = new() { FieldId = NvmlField.TotalEnergy };
                NvmlMemory read;
                uint milliwatts;
                codes |= power(gpu, &milliwatts) | memory(gpu, &read) | mig(gpu, 2, &device) | fields(gpu, 1, &field) | list(gpu, &count, processes);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(0, codes);
            Assert.True(round == 0 || allocated == 0, $"{allocated} bytes in 500 calls");
        }
    }
}
