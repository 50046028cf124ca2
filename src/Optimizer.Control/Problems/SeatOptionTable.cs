using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Capacity;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Problems;

/// <summary>What a replica serves on each seat of the fleet, kept from one tick to the next while what it follows from stays the same. Not thread safe.</summary>
internal sealed class SeatOptionTable(CapacityModel model)
{
    /// <summary>Steps in which observations age. Predictions are the dear part of a tick; doubled, an old reading counts ten minutes longer at full weight, of a half-life of a day.</summary>
    private static readonly Duration Ageing = Duration.FromMinutes(10);

    private Dictionary<string, (Question Asked, ValueArray<SeatOption> Answer)> _kept = [];
    private Dictionary<string, (Question Asked, ValueArray<SeatOption> Answer)> _now = [];

    /// <summary>Ends a tick: what was not asked for is forgotten.</summary>
    public void EndTick()
    {
        (_kept, _now) = (_now, _kept);
        _now.Clear();
    }

    /// <summary>Options ordered by profile, then GPU model.</summary>
    /// <param name="declared">The workload.</param>
    /// <param name="signal">In whose unit rates are.</param>
    /// <param name="memory">Memory a replica needs; seats with less are no options. Null: nothing is known, every seat counts.</param>
    /// <param name="fleet">One GPU of each model.</param>
    /// <param name="book">What was observed.</param>
    /// <param name="at">When.</param>
    public ValueArray<SeatOption> Of(WorkloadDeclaration declared, DemandSignal signal, ulong? memory, ValueArray<FleetModel> fleet, CapacityBook book, Instant at)
    {
        Question question = new(declared, signal, memory, fleet, signal == DemandSignal.ComputeSlices ? [] : book.PointsOf(declared.Name), Whole(at));
        ValueArray<SeatOption> answer = _kept.TryGetValue(declared.Name, out (Question Asked, ValueArray<SeatOption> Answer) kept) && kept.Asked == question
            ? kept.Answer
            : Ask(question, book);
        _now[declared.Name] = (question, answer);
        return answer;
    }

    private ValueArray<SeatOption> Ask(Question question, CapacityBook book)
    {
        SeatOption[] options = [.. question.Signal == DemandSignal.ComputeSlices ? Slices(question) : Rates(question, book)];
        int processes = Math.Max(1, question.Declared.Processes);
        // A profile left out of a list was left out by somebody who knows the workload: that it fits in memory does not make it one it runs on.
        HashSet<string> listed = [.. question.Declared.Capacity.Select(capacity => capacity.Profile)];
        return options.Where(option => listed.Count == 0 || listed.Contains(option.Profile)).Select(option => option with { Processes = processes })
            .Where(option => double.IsFinite(option.Rate) && option.Rate > 0 && option.RateError is >= 0 and < 1)
            .DistinctBy(option => (option.Profile, option.GpuModel))
            .OrderBy(option => option.Profile, StringComparer.Ordinal).ThenBy(option => option.GpuModel ?? "", StringComparer.Ordinal).ToValueArray();
    }

    /// <summary>Demand in busy slices is served by slices.</summary>
    private static IEnumerable<SeatOption> Slices(Question question)
    {
        HashSet<string> listed = [.. question.Declared.Capacity.Select(capacity => capacity.Profile)];
        bool Allowed(string profile) => listed.Count == 0 || listed.Contains(profile);
        foreach (FleetModel gpu in question.Fleet.AsEnumerable())
        {
            if (Allowed(ProfileCapacity.WholeGpu) && !(question.Memory > gpu.MemoryBytes))
            {
                yield return new SeatOption { Profile = ProfileCapacity.WholeGpu, GpuModel = gpu.Model, Rate = gpu.Slices * Math.Max(1, question.Declared.Gpus) };
            }

            foreach (MigProfile profile in question.Declared.Gpus > 0 ? [] : gpu.Geometry?.Profiles.AsEnumerable() ?? [])
            {
                if (Allowed(profile.Name) && !(question.Memory > profile.MemoryBytes))
                {
                    yield return new SeatOption { Profile = profile.Name, GpuModel = gpu.Model, Rate = profile.ComputeSlices };
                }
            }
        }
    }

    private ValueArray<SeatOption> Rates(Question question, CapacityBook book)
    {
        WorkloadDeclaration declared = question.Declared;
        WorkloadNeed need = new()
        {
            Name = declared.Name,
            Kind = declared.Kind,
            PlanningRate = 0,
            ExpectedRate = 0,
            GpusPerReplica = Math.Max(0, declared.Gpus),
            MemoryBytes = question.Memory,
            Options = DemandSource.Capacities(declared, question.Fleet).Where(capacity => declared.Gpus <= 0 || capacity.Profile == ProfileCapacity.WholeGpu)
                .Select(capacity => new SeatOption { Profile = capacity.Profile, Rate = capacity.RequestsPerSecond })
                .OrderBy(option => option.Profile, StringComparer.Ordinal).ToValueArray(),
        };
        try
        {
            return new SeatRates(book, model).Options(need, question.Fleet.Select(gpu => gpu.AsGpu()), question.At);
        }
        catch (ArgumentException)
        {
            // A driver's odd profile must cost predictions, not the plan.
            return need.Options;
        }
    }

    private static Instant Whole(Instant at) => Instant.FromUnixTimeTicks(at.ToUnixTimeTicks() / Ageing.BclCompatibleTicks * Ageing.BclCompatibleTicks);

    private sealed record Question(
        WorkloadDeclaration Declared, DemandSignal Signal, ulong? Memory, ValueArray<FleetModel> Fleet, ValueArray<CapacityPoint> Points, Instant At);
}
