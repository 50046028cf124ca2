using Optimizer.Model.Collections;
using Optimizer.Model.Mig;

namespace Optimizer.Planning.Packing;

/// <summary>The fewest GPUs of one model for a multiset of profile requests. A request takes exactly its profile. Pure and deterministic; thread safe.</summary>
public static class Packer
{
    /// <summary>
    /// Most requests at once. The search does not care, as GPUs cut alike are only counted; doubled, the list of placements takes twice the memory and time (100,000 random requests: 105 MB of process, 0.1 s).
    /// </summary>
    public const int MostRequests = 100_000;

    /// <summary>Packs.</summary>
    /// <param name="geometry">The GPU model; all GPUs are of it.</param>
    /// <param name="requests">Profile names, one for each request, in any order; none gives no GPUs.</param>
    public static PackOutcome Pack(MigGeometry geometry, IReadOnlyList<string> requests) => Pack(geometry, requests, new CpSatProver(Cover.DeterministicSeconds));

    /// <summary>Packs with another solver behind the constructive answer.</summary>
    internal static PackOutcome Pack(MigGeometry geometry, IReadOnlyList<string> requests, ICoverProver prover)
    {
        if (requests.Count > MostRequests)
        {
            return new PackOutcome.Refused($"{requests.Count} requests, at most {MostRequests} are packed at once; split them.");
        }

        Dictionary<string, int> wanted = new(StringComparer.Ordinal);
        foreach (string request in requests)
        {
            if (geometry.FindProfile(request) is null)
            {
                return new PackOutcome.Refused($"The GPU has no profile '{request}', expected one of {string.Join(", ", geometry.Profiles.Select(static profile => profile.Name))}.");
            }

            wanted[request] = wanted.GetValueOrDefault(request) + 1;
        }

        string[] profiles = [.. geometry.Profiles.Select(static profile => profile.Name).Where(wanted.ContainsKey)];
        if (profiles.Length == 0)
        {
            return new PackOutcome.Packed(new PackResult { Gpus = [], LowerBound = 0, Method = "constructive" });
        }

        CoverProblem problem = new() { Types = LayoutType.Of(geometry, profiles), Fixed = [.. profiles.Select(profile => wanted[profile])] };
        CoverAnswer answer = Cover.Solve(problem, prover);
        return new PackOutcome.Packed(new PackResult
        {
            Gpus = GpuLayouts.Of(problem, answer.TypeCounts, problem.Fixed, profiles).ToValueArray(),
            LowerBound = answer.LowerBound,
            Method = answer.Method,
            ProofMissing = answer.ProofMissing,
        });
    }
}
