using System.Diagnostics.CodeAnalysis;
using Optimizer.Host.Yaml;
using Optimizer.Model.Mig;
using Optimizer.Simulation.Boards;

namespace Optimizer.Host.Planning;

/// <summary>The GPU model that planning without a node is for.</summary>
internal static class GpuChoice
{
    /// <summary>The model the public tables were measured on.</summary>
    public const string Default = "a100-80gb";

    /// <summary>Finds a model's geometry.</summary>
    /// <param name="key">Key of the model.</param>
    /// <param name="geometry">Its geometry when the answer is true.</param>
    /// <param name="problem">One sentence when the answer is false.</param>
    public static bool TryFind(string key, [NotNullWhen(true)] out MigGeometry? geometry, [NotNullWhen(false)] out string? problem)
    {
        geometry = null;
        if (BoardCatalogue.Find(key) is not SimulatedBoard board)
        {
            string[] keys = [.. BoardCatalogue.All.Select(static known => known.Key)];
            string nearest = NearestName.Of(key, keys) is string near ? $" Did you mean '{near}'?" : string.Empty;
            problem = key.Contains(',', StringComparison.Ordinal)
                ? $"--gpu takes one GPU model, found '{key}'; do a mixed fleet model by model. Known: {string.Join(", ", keys)}"
                : $"no GPU model '{key}'.{nearest} Known: {string.Join(", ", keys)}";
            return false;
        }

        if (BoardGeometry.TryCreate(board, out geometry, out string? reason))
        {
            problem = null;
            return true;
        }

        problem = $"the profiles of {board.Title} make no sense: {reason}";
        return false;
    }
}
