using System.Diagnostics;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>Event sets. Waiting happens outside the driver's lock.</summary>
internal static unsafe class EventFunctions
{
    private const ulong Common = NvmlEventType.SingleBitEcc | NvmlEventType.DoubleBitEcc | NvmlEventType.XidCritical | NvmlEventType.MigConfigChange;

    /// <summary>Kinds that came with R570 drivers.</summary>
    private const ulong Recent = NvmlEventType.SingleBitEccStorm | NvmlEventType.DramRetirement | NvmlEventType.DramRetirementFailure
        | NvmlEventType.NonFatalPoison | NvmlEventType.FatalPoison | NvmlEventType.GpuUnavailable | NvmlEventType.GpuRecoveryAction;

    /// <summary>A wait looks at the scenario's clock this often, so that what happens at a time also wakes a waiter nobody else disturbs.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    public static void AddTo(FunctionTable table, SimulatedDriver driver)
    {
        table.AddGlobal(NvmlFunction.EventSetCreate, TargetKind.Session, (in CallTarget _, void* set) =>
            set == null ? NvmlReturn.InvalidArgument : Answer.With(set, driver.AddEventSet()));
        table.Add(NvmlFunction.DeviceGetSupportedEventTypes, TargetKind.Gpu, (in CallTarget target, void* types) => Answer.With(types, Supported(driver)));
        table.Add(NvmlFunction.DeviceRegisterEvents, TargetKind.Gpu, (in CallTarget target, ulong types, nint handle) =>
        {
            if (driver.FindEventSet(handle) is not { } set)
            {
                return NvmlReturn.InvalidArgument;
            }

            if ((types & ~Supported(driver)) != 0)
            {
                return NvmlReturn.NotSupported;
            }

            set.Register(target.Gpu!.Index, types);
            return NvmlReturn.Success;
        });
        table.AddGlobal(NvmlFunction.EventSetFree, TargetKind.Session, (in CallTarget _, nint handle) =>
            driver.RemoveEventSet(handle) ? NvmlReturn.Success : NvmlReturn.InvalidArgument);
        table.Keep(NvmlFunction.EventSetWait_v2, new Signatures.HPU((handle, data, milliseconds) => Wait(driver, handle, (NvmlEventData*)data, milliseconds)));
    }

    private static ulong Supported(SimulatedDriver driver) => driver.Branch >= 570 ? Common | Recent : Common;

    private static int Wait(SimulatedDriver driver, nint handle, NvmlEventData* data, uint milliseconds)
    {
        try
        {
            if (!driver.TryEnter(NvmlFunction.EventSetWait_v2, TargetKind.Session, 0, out _, out int code))
            {
                return code;
            }

            EventSet? set = driver.FindEventSet(handle);
            driver.Leave();
            return (int)(set is null || data == null ? NvmlReturn.InvalidArgument : Wait(driver, set, data, milliseconds));
        }
        catch (Exception)
        {
            return (int)NvmlReturn.Unknown;
        }
    }

    private static NvmlReturn Wait(SimulatedDriver driver, EventSet set, NvmlEventData* data, uint milliseconds)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan patience = TimeSpan.FromMilliseconds(milliseconds);
        while (true)
        {
            TimeSpan left = patience - Stopwatch.GetElapsedTime(start);
            NvmlReturn code = set.Wait(left < Glance ? left : Glance, out NvmlEventData arrived);
            if (code != NvmlReturn.Timeout || left <= TimeSpan.Zero)
            {
                *data = code == NvmlReturn.Success ? arrived : *data;
                return code;
            }

            lock (driver.Sync)
            {
                driver.Advance();
            }
        }
    }
}
