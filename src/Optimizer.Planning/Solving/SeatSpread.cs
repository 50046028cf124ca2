using Google.OrTools.Sat;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Limits on who shares a GPU. On a node, groups are single GPUs where there are any such limits.</summary>
internal static class SeatSpread
{
    /// <summary>More seats than any GPU can be cut into: stands for no limit.</summary>
    private const int MostOnOneGpu = 64;

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
        if (limited.Length == 0 || model.Groups.Any(group => group.Gpus.Length > 1))
        {
            return seated; // in a fleet the limits are kept when seats are handed out
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
                        KeepApart(program, model, g, (w, here), (partner, there), seated);
                    }
                }
            }
        }

        return seated;
    }

    /// <summary>Two that must be apart; where both are on a GPU already they may stay, and nothing is added.</summary>
    private static void KeepApart(
        CpModel program, FleetModel model, int group, (int Workload, BoolVar Sits) one, (int Workload, BoolVar Sits) other, List<(int Workload, int Group, int Class, IntVar Seats)> seated)
    {
        int gpu = model.Groups[group].Gpus[0];
        int oneNow = PresentOn(model, one.Workload, gpu), otherNow = PresentOn(model, other.Workload, gpu);
        if (oneNow == 0 || otherNow == 0)
        {
            program.AddBoolOr([one.Sits.Not(), other.Sits.Not()]);
            return;
        }

        foreach ((int workload, int now) in new[] { (one.Workload, oneNow), (other.Workload, otherNow) })
        {
            program.Add(LinearExpr.Sum(seated.Where(item => item.Workload == workload && item.Group == group).Select(item => item.Seats)) <= now)
                .OnlyEnforceIf([one.Sits, other.Sits]);
        }
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
                int offered = model.Groups[g].Choices.Max(choice => choice.SeatsOf(c));
                if (offered == 0)
                {
                    continue;
                }

                IntVar seats = program.NewIntVar(0, offered, $"s{w}g{g}c{c}");
                here.Add(seats);
                seated.Add((w, g, c, seats));
                (byClass.TryGetValue(c, out LinearExprBuilder? sum) ? sum : byClass[c] = LinearExpr.NewBuilder()).Add(seats);
                (onGpu.TryGetValue((g, c), out LinearExprBuilder? all) ? all : onGpu[(g, c)] = LinearExpr.NewBuilder()).Add(seats);
            }

            if (here.Count == 0)
            {
                continue;
            }

            // What is there may already be more than the limit.
            int most = Math.Max(model.Workloads[w].Need.MaxPerGpu ?? int.MaxValue, PresentOn(model, w, model.Groups[g].Gpus[0]));
            BoolVar sitsHere = program.NewBoolVar($"b{w}g{g}");
            sits.Add((w, g), sitsHere);
            program.Add(LinearExpr.Sum(here) <= LinearExpr.Term(sitsHere, Math.Min(most, MostOnOneGpu)));
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

    private static int PresentOn(FleetModel model, int workload, int gpu)
    {
        string name = model.Workloads[workload].Need.Name;
        GpuState state = model.Problem.Gpus[gpu];
        return state.Slices.Count(slice => slice.Workload == name) + (state.WholeGpuWorkload == name ? 1 : 0);
    }
}
