using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>Temperatures and their thresholds; degrees Celsius.</summary>
internal static unsafe class ThermalFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Add(NvmlFunction.DeviceGetTemperature, TargetKind.Gpu, static (in CallTarget target, uint sensor, void* celsius) =>
            sensor == 0 ? Answer.With(celsius, (uint)Now(target.Gpu!)) : NvmlReturn.InvalidArgument);
        table.Add(NvmlFunction.DeviceGetTemperatureV, TargetKind.Gpu, static (in CallTarget target, void* temperature) =>
        {
            if (Answer.Version(temperature) != NvmlTemperatureV1.VersionWord)
            {
                return temperature == null ? NvmlReturn.InvalidArgument : NvmlReturn.ArgumentVersionMismatch;
            }

            NvmlTemperatureV1* asked = (NvmlTemperatureV1*)temperature;
            asked->Temperature = Now(target.Gpu!);
            return asked->SensorType == 0 ? NvmlReturn.Success : NvmlReturn.InvalidArgument;
        });
        table.Add(NvmlFunction.DeviceGetTemperatureThreshold, TargetKind.Gpu, static (in CallTarget target, uint threshold, void* celsius) => threshold switch
        {
            0 => Answer.With(celsius, (uint)target.Gpu!.Physics.ShutdownCelsius),
            1 => Answer.With(celsius, (uint)target.Gpu!.Physics.SlowdownCelsius),
            2 => Answer.With(celsius, (uint)target.Gpu!.Physics.MaxMemoryCelsius),
            3 => Answer.With(celsius, (uint)target.Gpu!.Physics.SlowdownCelsius - 2),
            <= 6 => NvmlReturn.NotSupported,
            _ => NvmlReturn.InvalidArgument,
        });
        table.Add(NvmlFunction.DeviceGetMarginTemperature, TargetKind.Gpu, static (in CallTarget target, void* margin) => Answer.Version(margin) != NvmlMarginTemperatureV1.VersionWord
            ? margin == null ? NvmlReturn.InvalidArgument : NvmlReturn.ArgumentVersionMismatch
            : Answer.With(margin, new NvmlMarginTemperatureV1
            {
                Version = NvmlMarginTemperatureV1.VersionWord,
                MarginTemperature = target.Gpu!.Physics.SlowdownCelsius - Now(target.Gpu),
            }));
    }

    private static int Now(SimulatedGpu gpu) => (int)Math.Round(gpu.Power.Celsius);
}
