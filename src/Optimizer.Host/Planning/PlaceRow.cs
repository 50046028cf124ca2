namespace Optimizer.Host.Planning;

/// <summary>A request as the file has it.</summary>
/// <param name="Line">Line of the file.</param>
/// <param name="Id">Its name; unique in the file.</param>
/// <param name="ComputeSlices">Compute slices asked for; 0 where <paramref name="Profile"/> says it.</param>
/// <param name="Profile">Profile asked for; null where the compute slices say it.</param>
/// <param name="Class">What requests of its kind share.</param>
/// <param name="Seconds">How long it runs, cut to the legal range.</param>
internal sealed record PlaceRow(long Line, string Id, int ComputeSlices, string? Profile, string Class, double Seconds);
