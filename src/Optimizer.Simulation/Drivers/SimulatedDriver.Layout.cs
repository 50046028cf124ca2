using System.Globalization;
using System.Text;
using Optimizer.Simulation.Mig;

namespace Optimizer.Simulation.Drivers;

/// <content>The layout as text: what stands for hardware can outlive the process that simulates it.</content>
public sealed partial class SimulatedDriver
{
    /// <summary>How the GPUs are cut now, a line each in their order: <c>mig</c> or <c>whole</c>, then the instances as scenarios write them. <see cref="Scenarios.Scenario.CutAs"/> reads it.</summary>
    public string LayoutText()
    {
        StringBuilder text = new();
        lock (Sync)
        {
            foreach (SimulatedGpu gpu in _gpus)
            {
                text.Append(gpu.MigEnabled ? "mig" : "whole");
                foreach (GpuInstance instance in gpu.Partitions.GpuInstances)
                {
                    text.Append(CultureInfo.InvariantCulture, $" {instance.Profile.Name}@{instance.Placement.Start}{Widths(instance)}");
                }

                text.Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Widths(GpuInstance instance) =>
        instance.ComputeInstances is [{ SpansInstance: true }] or [] ? "" : "/" + string.Join('+', instance.ComputeInstances.Select(static compute => $"{compute.Width}c"));
}
