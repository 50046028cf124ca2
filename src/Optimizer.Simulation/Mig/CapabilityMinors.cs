using System.Text;

namespace Optimizer.Simulation.Mig;

/// <summary>The fixed numbering of MIG capability devices: config 1, monitor 2, then GPU by GPU each instance followed by its compute instances.</summary>
internal static class CapabilityMinors
{
    private const int Gpus = 32;
    private const int InstancesPerGpu = 15;
    private const int ComputesPerInstance = 8;
    private const int First = 3;

    public static int Of(int gpu, int instance, int? compute) =>
        First + (((gpu * InstancesPerGpu) + instance) * (1 + ComputesPerInstance)) + (compute is { } index ? 1 + index : 0);

    public static string Table()
    {
        StringBuilder text = new("config 1\nmonitor 2\n");
        for (int gpu = 0; gpu < Gpus; gpu++)
        {
            for (int instance = 0; instance < InstancesPerGpu; instance++)
            {
                text.Append($"gpu{gpu}/gi{instance}/access {Of(gpu, instance, null)}\n");
                for (int compute = 0; compute < ComputesPerInstance; compute++)
                {
                    text.Append($"gpu{gpu}/gi{instance}/ci{compute}/access {Of(gpu, instance, compute)}\n");
                }
            }
        }

        return text.ToString();
    }
}
