using System.Collections.Immutable;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Scenarios;

/// <summary>A node to simulate: its GPUs, layouts, workloads, and what happens to it. The file format is in the project's README.</summary>
public sealed class Scenario
{
    private const string Prefix = "Scenarios/";
    private const string Suffix = ".yaml";

    internal Scenario(string name, string title, DriverPlan plan)
    {
        Name = name;
        Title = title;
        Plan = plan;
    }

    /// <summary>The embedded scenarios, in alphabetical order.</summary>
    public static ImmutableArray<string> Names { get; } =
        [.. typeof(Scenario).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal)];

    /// <summary>The name it goes by.</summary>
    public string Name { get; }

    /// <summary>One line for people.</summary>
    public string Title { get; }

    /// <summary>Number of GPUs.</summary>
    public int GpuCount => Plan.Gpus.Length;

    /// <summary>Names of its workloads, in the file's order.</summary>
    public ImmutableArray<string> WorkloadNames => [.. Plan.Workloads.Select(workload => workload.Name)];

    internal DriverPlan Plan { get; }

    /// <summary>Names of its services, in the file's order.</summary>
    public ImmutableArray<string> ServiceNames => [.. Plan.Services.Select(service => service.Name)];

    /// <summary>Makes a scenario for a replay: equal GPUs without instances, and services that may all be moved and of which none runs yet.</summary>
    /// <exception cref="ScenarioException">Something in it cannot be.</exception>
    public static Scenario OfReplay(ReplayParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return ReplayScenario.Of(parts);
    }

    /// <summary>Loads an embedded scenario by name, or a file by path.</summary>
    /// <exception cref="ScenarioException">There is none of that name, or it has errors: all of them, with line and key.</exception>
    public static Scenario Load(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        using Stream? embedded = typeof(Scenario).Assembly.GetManifestResourceStream(Prefix + nameOrPath + Suffix);
        if (embedded is not null)
        {
            using StreamReader reader = new(embedded);
            return Parse(nameOrPath, reader.ReadToEnd());
        }

        try
        {
            return Parse(nameOrPath, File.ReadAllText(nameOrPath));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"There is no scenario '{nameOrPath}': neither one of {string.Join(", ", Names)} nor a file that can be read ({problem.Message}).");
        }
    }

    /// <summary>The same node, its GPUs cut as an earlier run of it left them. What is not a layout of these GPUs changes nothing.</summary>
    /// <param name="layout">From <see cref="SimulatedDriver.LayoutText"/>.</param>
    public Scenario CutAs(string layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        string[] lines = layout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length != Plan.Gpus.Length)
        {
            return this;
        }

        GpuPlan?[] gpus = [.. Plan.Gpus.Zip(lines, static (gpu, line) => Cut(gpu, line.Split(' ')))];
        return gpus.Contains(null) ? this : new Scenario(Name, Title, Plan with { Gpus = [.. gpus.OfType<GpuPlan>()] });
    }

    private static GpuPlan? Cut(GpuPlan gpu, string[] words)
    {
        InstancePlan?[] instances = [.. words.Skip(1).Select(word => InstanceText.Parse(word, gpu.Board, out _))];
        return words[0] switch
        {
            "mig" when !instances.Contains(null) => gpu with { Mig = true, Instances = [.. instances.OfType<InstancePlan>()] },
            "whole" when instances.Length == 0 => gpu with { Mig = false, Instances = [] },
            _ => null,
        };
    }

    /// <summary>Reads a scenario from text.</summary>
    /// <param name="source">What to call it in errors.</param>
    /// <param name="text">YAML.</param>
    /// <exception cref="ScenarioException">It has errors: all of them, with line and key.</exception>
    public static Scenario Parse(string source, string text) => ScenarioReader.Read(source, text);
}
