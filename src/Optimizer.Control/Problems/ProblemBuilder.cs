using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Capacity;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Problems;

/// <summary>Turns what was seen, expected and declared into the problem a planner solves. Never throws on what it is given; what it cannot use it leaves alone and says so.</summary>
/// <remarks>
/// The same inputs give the same problem. Options are kept between ticks, since predicting them is the dear part, so one builder serves one loop and is not thread safe.
/// The rules are in decisions/problem-building.md.
/// </remarks>
/// <param name="model">Predicts rates nobody stated or saw; null: the shipped one.</param>
public sealed class ProblemBuilder(CapacityModel? model = null)
{
    /// <summary>Age of a snapshot beyond which it says nothing of now. Doubled, a plan may rest on a layout a minute old.</summary>
    public static readonly Duration SnapshotStaleAfter = Duration.FromSeconds(30);

    /// <summary>Age of a demand reading beyond which demand is not seen; the same that the planner's reading of demand uses.</summary>
    public static readonly Duration DemandStaleAfter = Duration.FromMinutes(10);

    private readonly SeatOptionTable _table = new(model ?? CapacityModel.Default);

    /// <summary>Builds the problem of one moment.</summary>
    public ProblemReading Build(ProblemInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        List<ActiveHold> holds = [.. Stale(inputs)];
        WorkloadDeclaration[] declared = Declared(inputs, holds);
        Occupants occupants = new(inputs, declared);
        GpuStates gpus = new(inputs, occupants);
        NeedBuilder builder = new(inputs, occupants, gpus, _table);
        Dictionary<string, WorkloadNeed> needs = declared.ToDictionary(one => one.Name, builder.Of);
        _table.EndTick();
        ILookup<string, PresentSeat> seats = PresentSeat.Of(gpus.States);
        foreach (string name in gpus.States.SelectMany(Names).Where(name => !needs.ContainsKey(name)).Distinct().ToArray())
        {
            needs[name] = NeedAsItIs.Of(name, seats[name], "nobody declared it");
        }

        PlanningProblem problem = new()
        {
            At = inputs.At,
            Generation = Math.Max(0, inputs.Generation),
            Gpus = gpus.States,
            Workloads = gpus.States.IsEmpty ? [] : needs.Values.Select(need => Pointed(need, needs)).OrderBy(need => need.Name, StringComparer.Ordinal).ToValueArray(),
            Tenants = inputs.Tenants.Where(tenant => !string.IsNullOrWhiteSpace(tenant.Name)).DistinctBy(tenant => tenant.Name).OrderBy(tenant => tenant.Name, StringComparer.Ordinal).ToValueArray(),
            Terms = inputs.Terms,

            // What is dated in the future counts as now: a clock that stepped back must not hand out its budget twice.
            Past = inputs.Past.Select(past => past with { At = Instant.Min(past.At, inputs.At) }).OrderBy(past => past.At).ToValueArray(),
        };
        (PlanningProblem sound, List<ActiveHold> leftOut) = ProblemRepair.Sound(problem);
        holds.AddRange(gpus.Holds);
        holds.AddRange(builder.Holds);
        holds.AddRange(leftOut);
        if (builder.Trust is { Forecast: > 0, Skilled: 0 })
        {
            holds.Add(new ActiveHold(Interlock.LowConfidence, "", inputs.At, "No forecast of a managed workload has shown skill yet; demand as it is seen decides alone."));
        }

        return new ProblemReading(sound, holds.DistinctBy(hold => (hold.Interlock, hold.Subject, hold.Sentence))
            .OrderBy(hold => hold.Interlock).ThenBy(hold => hold.Subject, StringComparer.Ordinal).ThenBy(hold => hold.Sentence, StringComparer.Ordinal).ToValueArray());
    }

    private static IEnumerable<ActiveHold> Stale(ProblemInputs inputs)
    {
        if (inputs.Seen.Driver is null)
        {
            yield return new ActiveHold(Interlock.StaleReadings, "", inputs.At, "No NVIDIA driver answers, so nothing is known of the GPUs; nothing is changed until it does.");
        }

        if (inputs.At - inputs.Seen.At > SnapshotStaleAfter)
        {
            yield return new ActiveHold(
                Interlock.StaleReadings, "", inputs.At, $"The GPUs were last read {(inputs.At - inputs.Seen.At).TotalSeconds:0} s ago; nothing is changed until they are read again.");
        }
    }

    /// <summary>Declarations with a name of their own, ordered by it; the first of a name counts.</summary>
    private static WorkloadDeclaration[] Declared(ProblemInputs inputs, List<ActiveHold> holds)
    {
        foreach (IGrouping<string, WorkloadDeclaration> same in inputs.Declarations.Where(one => !string.IsNullOrWhiteSpace(one.Name)).GroupBy(one => one.Name).Where(same => same.Count() > 1))
        {
            holds.Add(new ActiveHold(Interlock.NoPlan, same.Key, inputs.At, $"{same.Key} is declared {same.Count()} times; the first declaration counts. Rename or remove the others."));
        }

        return [.. inputs.Declarations.Where(one => !string.IsNullOrWhiteSpace(one.Name)).DistinctBy(one => one.Name).OrderBy(one => one.Name, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Names(GpuState gpu) =>
        gpu.Slices.Select(slice => slice.Workload).Append(gpu.WholeGpuWorkload).OfType<string>();

    /// <summary>Neighbours that are not on this node are no neighbours.</summary>
    private static WorkloadNeed Pointed(WorkloadNeed need, Dictionary<string, WorkloadNeed> needs) => need.ApartFrom.IsEmpty
        ? need
        : need with { ApartFrom = need.ApartFrom.Where(other => other != need.Name && needs.ContainsKey(other)).Distinct().Order(StringComparer.Ordinal).ToValueArray() };
}
