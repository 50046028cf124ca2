using Optimizer.Model.Snapshots;
using Optimizer.Node.Act;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;
using Optimizer.Simulation;

namespace Optimizer.Node.Tests.Act;

/// <summary>Another program on the node that asks the driver for itself.</summary>
internal static class SecondClient
{
    public static T With<T>(SimulatedNode node, Func<NvmlLibrary, T> ask)
    {
        using NvmlLibrary library = new(node.CreateSymbolSource(), new NvmlErrorLedger());
        Assert.Equal(NvmlReturn.Success, library.Init());
        try
        {
            return ask(library);
        }
        finally
        {
            library.Shutdown();
        }
    }

    public static string Layout(SimulatedNode node, GpuUuid gpu) => With(node, library =>
    {
        MigHand hand = new(library, gpu);
        MigTopology? topology = hand.Read();
        Assert.True(topology is not null, $"the layout cannot be read: {hand.Failure}");
        return !topology.Enabled ? "off" : string.Join(
            ' ',
            topology.Instances.OrderBy(static found => found.Place).Select(static found => $"{found.Place}:{string.Join('+', found.Computes.Select(static compute => compute.Slices))}"));
    });
}
