using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Optimizer.Host.Demand;

/// <summary>Where a simulated node's time had come when its state was last saved. Simulated time runs ahead; without this a restart would be a journey
/// back, and the history would lie in its future.</summary>
/// <param name="path">The file.</param>
internal sealed class SimulatedClockFile(string path)
{
    private const int MostBytes = 64;

    /// <summary>The file in a state directory.</summary>
    public static SimulatedClockFile In(string stateDirectory) => new(Path.Combine(stateDirectory, "simulated-clock"));

    /// <summary>The time; null when there is none or it makes no sense, which only costs a simulation its history.</summary>
    public Instant? Read()
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= MostBytes } && InstantPattern.ExtendedIso.Parse(File.ReadAllText(path, Encoding.ASCII)).TryGetValue(default, out Instant at) ? at : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes it, whole or not at all.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Write(Instant at)
    {
        string temporary = path + ".new";
        File.WriteAllText(temporary, InstantPattern.ExtendedIso.Format(at), Encoding.ASCII);
        File.Move(temporary, path, overwrite: true);
    }
}
