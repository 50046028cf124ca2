namespace Optimizer.Host.Planning;

/// <summary>Requests to be packed together.</summary>
/// <param name="Name">Name of the instance, unique in its file.</param>
/// <param name="Requests">Profiles as they are written in the file, in its order.</param>
internal sealed record PackInstance(string Name, IReadOnlyList<string> Requests);
