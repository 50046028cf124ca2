using Optimizer.Nvml.Native;

namespace Optimizer.Simulation.Drivers;

/// <summary>The layout a scenario starts with breaks a rule of its own driver.</summary>
/// <param name="plan">The instance that was refused.</param>
/// <param name="code">What the driver answered.</param>
/// <param name="driver">The driver's version.</param>
internal sealed class LayoutRefusedException(InstancePlan plan, NvmlReturn code, string driver)
    : Exception($"instances that driver {driver} creates in this order were expected; it refuses {plan.Profile.Name}@{plan.Start} with {(int)code}, {Reason(code)}")
{
    private static string Reason(NvmlReturn code) => code switch
    {
        NvmlReturn.InvalidArgument => "a profile or place it does not know",
        NvmlReturn.NotSupported => "MIG is off",
        _ => "no room beside those before it",
    };
}
