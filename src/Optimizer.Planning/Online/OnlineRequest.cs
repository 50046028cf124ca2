namespace Optimizer.Planning.Online;

/// <summary>A request for one instance, to be answered at once.</summary>
/// <param name="Id">Unique among requests and residents; never empty.</param>
/// <param name="Profile">Profile name without the leading "MIG "; it gets exactly this one, never a wider.</param>
/// <param name="Class">What is declared of it and shared by requests of its kind, for example the workload's name; empty when nothing is. How long it will stay is never part of it.</param>
public sealed record OnlineRequest(string Id, string Profile, string Class = "");
