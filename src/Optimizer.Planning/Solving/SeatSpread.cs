using Google.OrTools.Sat;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Limits on who shares a GPU. Groups are single GPUs where there are any such limits.</summary>
internal static class SeatSpread
{
    /// <summary>Seats workloads with limits on single GPUs, and keeps the limits there.</summary>
    /// <returns>How many seats of a class such a workload takes on a group's GPU.</returns>
    internal static List<(int Workload, int Group, int Class, IntVar Seats)> Add(CpModel program, FleetModel model, SeatPattern[][] patterns, BoolVar[][] chosen, IntVar[][] taken)
    {
        List<(int Workload, int Group, int Class, IntVar Seats)> seated = [];
        HashSet<string> named = [.. model.Problem.Workloads.SelectMany(need => need.ApartFrom)];
        int[] limited =
        [
            .. model.Workloads.Where(workload => workload.Need.MaxPerGpu is not null || !workload.Need.ApartFrom.IsEmpty || named.Contains(workload.Need.Name))
                .Select(workload => workload.Index),
        ];
        if (limited.Length == 0)
        {
            return seated;
        }

        Dictionary<(int Group, int Class), LinearExprBuilder> onGpu = [];
        Dictionary<(int Workload, int Group), BoolVar> sits = [];
        foreach (int w in limited)
        {
            SeatOne(program, model, patterns[w], chosen[w], w, onGpu, sits, seated);
        }

        foreach (((int group, int seatClass), LinearExprBuilder sitting) in onGpu)
        {
            LinearExprBuilder offered = LinearExpr.NewBuilder();
            for (int i = 0; i < taken[group].Length; i++)
            {
                offered.AddTerm(taken[group][i], model.Groups[group].Choices[i].SeatsOf(seatClass));
            }

            program.Add(sitting <= offered);
        }

        foreach (int w in limited)
        {
            foreach (string other in model.Workloads[w].Need.ApartFrom)
            {
                int partner = Array.FindIndex(model.Workloads, workload => workload.Need.Name == other);
                for (int g = 0; partner >= 0 && g < taken.Length; g++)
                {
                    if (sits.TryGetValue((w, g), out BoolVar? here) && sits.TryGetValue((partner, g), out BoolVar? there))
                    {
                        program.AddBoolOr([here.Not(), there.Not()]);
                    }
                }
            }
        }

        return seated;
    }

    private static void SeatOne(
        CpModel program,
        FleetModel model,
        SeatPattern[] patterns,
        BoolVar[] chosen,
        int w,
        Dictionary<(int Group, int Class), LinearExprBuilder> onGpu,
        Dictionary<(int Workload, int Group), BoolVar> sits,
        List<(int Workload, int Group, int Class, IntVar Seats)> seated)
    {
        Dictionary<int, LinearExprBuilder> byClass = [];
        for (int g = 0; g < model.Groups.Length; g++)
        {
            List<IntVar> here = [];
            foreach (int c in patterns.SelectMany(pattern => pattern.Classes).Distinct().Order())
            {
                int most = model.Groups[g].Choices.Max(choice => choice.SeatsOf(c));
                if (most == 0)
                {
                    continue;
                }

                IntVar seats = program.NewIntVar(0, most, $"s{w}g{g}c{c}");
                here.Add(seats);
                seated.Add((w, g, c, seats));
                (byClass.TryGetValue(c, out LinearExprBuilder? sum) ? sum : byClass[c] = LinearExpr.NewBuilder()).Add(seats);
                (onGpu.TryGetValue((g, c), out LinearExprBuilder? all) ? all : onGpu[(g, c)] = LinearExpr.NewBuilder()).Add(seats);
            }

            if (here.Count == 0)
            {
                continue;
            }

            // What is there and may not move may already be more than the limit.
            int most2 = Math.Max(model.Workloads[w].Need.MaxPerGpu ?? int.MaxValue, FixedOn(model, w, model.Groups[g].Gpus[0]));
            BoolVar sitsHere = program.NewBoolVar($"b{w}g{g}");
            sits.Add((w, g), sitsHere);
            int bound = Math.Min(most2, 64);
            program.Add(LinearExpr.Sum(here) <= LinearExpr.Term(sitsHere, bound));
        }

        foreach (int c in patterns.SelectMany(pattern => pattern.Classes).Distinct().Order())
        {
            LinearExprBuilder wanted = LinearExpr.NewBuilder();
            for (int i = 0; i < patterns.Length; i++)
            {
                wanted.AddTerm(chosen[i], patterns[i].CountOf(c));
            }

            program.Add(byClass.TryGetValue(c, out LinearExprBuilder? sum) ? sum == wanted : wanted == 0);
        }
    }

    private static int FixedOn(FleetModel model, int workload, int gpu)
    {
        WorkloadNeed need = model.Workloads[workload].Need;
        GpuState state = model.Problem.Gpus[gpu];
        return state.Slices.Count(slice => slice.Workload == need.Name && SeatTable.IsFixed(need, slice.Pinned, model.Freedom));
    }
}
