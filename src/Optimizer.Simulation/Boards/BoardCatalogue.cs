using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Optimizer.Nvml.Native;

namespace Optimizer.Simulation.Boards;

/// <summary>Every GPU product the simulation knows. Figures are for simulation and planning offline; on hardware the driver is asked.</summary>
public static class BoardCatalogue
{
    private static readonly Lazy<ImmutableArray<SimulatedBoard>> Boards = new(Read);

    /// <summary>All boards, oldest architecture first.</summary>
    public static ImmutableArray<SimulatedBoard> All => Boards.Value;

    /// <summary>A board by key; null when unknown.</summary>
    public static SimulatedBoard? Find(string key) => All.FirstOrDefault(board => board.Key == key);

    private static ImmutableArray<SimulatedBoard> Read()
    {
        using Stream stream = typeof(BoardCatalogue).Assembly.GetManifestResourceStream("Boards/mig-profiles.json")
            ?? throw new InvalidOperationException("The embedded board catalogue is missing from the assembly.");
        BoardFile file = JsonSerializer.Deserialize(stream, BoardFileContext.Default.BoardFile)
            ?? throw new InvalidOperationException("The embedded board catalogue is empty.");
        return [.. file.Products.Select(Board)];
    }

    private static SimulatedBoard Board(BoardFile.Product product)
    {
        string[] capability = product.ComputeCapability.Split('.');
        return new SimulatedBoard(
            product.Key,
            product.Title,
            Enum.Parse<NvmlArchitecture>(product.Architecture.Split(' ')[0]),
            int.Parse(capability[0], CultureInfo.InvariantCulture),
            int.Parse(capability[1], CultureInfo.InvariantCulture),
            product.PciDeviceIds.IsDefaultOrEmpty ? 0x10DE : Convert.ToUInt32(product.PciDeviceIds[0].Id, 16),
            product.ComputeSlices,
            product.MemorySlices,
            product.MemoryTotalMib.Value,
            product.SmTotal.Value,
            product.MaxGpuInstances,
            [.. product.Profiles.OrderBy(profile => profile.NvmlProfileEnum).Select(Profile)]);
    }

    private static BoardProfile Profile(BoardFile.Profile profile) => new(
        profile.Name,
        profile.NvmlProfileEnum,
        profile.NvidiaSmiProfileId,
        profile.ComputeSlices,
        profile.MemorySlices,
        profile.MemoryMib,
        profile.Sm,
        profile.CopyEngines,
        profile.Decoders,
        profile.Encoders,
        profile.Jpeg,
        profile.Ofa,
        profile.MaxInstances,
        [.. profile.Placements.OrderBy(place => place.Start).Select(place => new BoardPlacement(place.Start, place.Size))]);
}
