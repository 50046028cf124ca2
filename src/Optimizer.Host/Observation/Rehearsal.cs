using System.Globalization;
using Optimizer.Host.Daemon;
using Optimizer.Simulation;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Host.Observation;

/// <summary>Simulated GPUs under this machine's units: the driver's files the units' rights are worked out from, and the layout, which outlives the daemon as real instances do.</summary>
/// <remarks>It lies where drop-ins lie, below <c>/run</c>: a reboot takes both, as it takes real instances.</remarks>
/// <param name="folder">Absolute path of the folder; made when it is not there.</param>
internal sealed class Rehearsal(string folder)
{
    /// <summary>Where the daemon has it. One place: two rehearsals would write the same units' drop-ins.</summary>
    public const string Place = "/run/gpu-optimizer/rehearsal";

    private SimulatedNode? _node;
    private string _whose = "";

    /// <summary>Has <c>driver/nvidia-caps/mig-minors</c> as procfs has it.</summary>
    public string ProcRoot => Path.Combine(folder, "proc");

    /// <summary>A sysfs that says nothing: simulated GPUs are near no CPU of this machine.</summary>
    public string SysRoot => Path.Combine(folder, "sys");

    private string Layout => Path.Combine(folder, "layout");

    /// <summary>The scenario, its GPUs cut as the last run of the same one left them in this boot.</summary>
    public Scenario Recall(Scenario scenario, ulong seed)
    {
        _whose = string.Create(CultureInfo.InvariantCulture, $"{scenario.Name} seed {seed}\n");
        try
        {
            string text = File.Exists(Layout) ? File.ReadAllText(Layout) : "";
            return text.StartsWith(_whose, StringComparison.Ordinal) ? scenario.CutAs(text[_whose.Length..]) : scenario;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"{Layout}, the layout of the rehearsal before, cannot be read: {problem.Message} Remove it to begin as the scenario does.");
        }
    }

    /// <summary>Writes what units need to be given their seats.</summary>
    /// <exception cref="StartRefusedException">The folder cannot be written.</exception>
    public void Prepare(SimulatedNode node)
    {
        _node = node;
        try
        {
            string caps = Path.Combine(ProcRoot, "driver/nvidia-caps");
            Directory.CreateDirectory(caps);
            File.WriteAllText(Path.Combine(caps, "mig-minors"), SimulatedNode.MigMinors());
            Keep();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The rehearsal needs {folder} and cannot write it: {problem.Message} Run it as root: it starts and stops this machine's units.");
        }
    }

    /// <summary>Writes the layout down, whole or not at all.</summary>
    public void Keep()
    {
        if (_node is { } node)
        {
            File.WriteAllText(Layout + ".new", _whose + node.Driver.LayoutText());
            File.Move(Layout + ".new", Layout, overwrite: true);
        }
    }
}
