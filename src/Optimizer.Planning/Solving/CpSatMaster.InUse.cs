using Google.OrTools.Sat;

namespace Optimizer.Planning.Solving;

/// <content>States of GPUs and what they cost, GPUs in use counted.</content>
internal sealed partial class CpSatMaster
{
    private readonly List<(IntVar Count, List<(int Group, int Choice)> Of)> _inUse = [];

    /// <summary>
    /// Charges GPUs in use by their count. How many there must be is a whole number, which states of single GPUs do not show the solver: the program has
    /// the same answers, and is proven in about a quarter of the work. Fleets are told by groups and gain nothing.
    /// </summary>
    private void AddStates()
    {
        bool counted = _model.Problem.Gpus.Count <= AssignmentSolver.MostExactGpus;
        long[] each = [.. _model.Groups.Select(group => counted ? -_model.Costs.Objective(_model.Costs.ActiveGpu(_model.Problem.Gpus[group.Gpus[0]])).Micros : 0)];
        for (int g = 0; g < _taken.Length; g++)
        {
            for (int i = 0; i < _taken[g].Length; i++)
            {
                _cost.Add((_taken[g][i], _model.Groups[g].Choices[i].Cost - (_model.Groups[g].Choices[i].Active ? each[g] : 0)));
            }
        }

        foreach (IGrouping<long, int> alike in Enumerable.Range(0, each.Length).Where(_ => counted).GroupBy(g => each[g]))
        {
            List<(int Group, int Choice)> of = [.. alike.SelectMany(g => Enumerable.Range(0, _taken[g].Length).Where(i => _model.Groups[g].Choices[i].Active).Select(i => (g, i)))];
            IntVar count = _program.NewIntVar(0, alike.Sum(g => _model.Groups[g].Gpus.Length), $"a{_inUse.Count}");
            _program.Add(LinearExpr.Sum(of.Select(one => _taken[one.Group][one.Choice])) == count);
            _cost.Add((count, alike.Key));
            _inUse.Add((count, of));
        }
    }

    private void HintInUse(SearchState state)
    {
        foreach ((IntVar count, List<(int Group, int Choice)> of) in _inUse)
        {
            _program.AddHint(count, of.Sum(one => state.Choices[one.Group][one.Choice]));
        }
    }
}
