using System.Diagnostics;
using System.Globalization;
using NodaTime;
using Optimizer.Control.Problems;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Planning;
using Optimizer.Planning.Problems;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Time;

namespace Optimizer.Benchmarks.Loop;

/// <summary>The parts of planning, each by itself: 8 GPUs of seven slices and 40 services. Goal: a problem is built in less than 2 ms.</summary>
internal static class BuildFigures
{
    public static async Task<int> RunAsync(int times)
    {
        ManualTimeProvider time = new();
        await using TimedNode node = new(Scenario.Parse("services", Yaml()), time, new());
        ProblemInputs inputs = await InputsAsync(node);
        ProblemBuilder builder = new();
        Planner planner = new();
        PlanningProblem problem = builder.Build(inputs).Problem;
        LearnedState learned = Learning.Observe(inputs.Learned, inputs, problem);
        for (int minute = 1; minute <= 120; minute++)
        {
            Instant at = inputs.At + Duration.FromMinutes(minute);
            inputs = inputs with { At = at, Seen = inputs.Seen with { At = at }, Forecast = Expected(node, at), Learned = learned };
            learned = Learning.Observe(learned, inputs, problem);
        }

        inputs = inputs with { Learned = learned };
        PlanResult result = planner.Plan(builder.Build(inputs).Problem);
        string made = result is PlanResult.Planned { Plan: var plan } ? $"{plan.Hold?.ToString() ?? "acts"}, {plan.Steps.Count} steps" : "refused";
        double build = Median(times, () => builder.Build(inputs));
        (string Name, double Milliseconds)[] figures =
        [
            ("ProblemBuilder.Build", build),
            ("  of it ProblemCheck", Median(times, () => ProblemCheck.Refusals(problem))),
            ("Learning.Observe", Median(times, () => Learning.Observe(learned, inputs, problem))),
            ($"Planner.Plan ({made})", Median(Math.Min(times, 21), () => planner.Plan(problem))),
            ("LearnedDocument.Write", Median(Math.Min(times, 101), () => LearnedDocument.Write(learned, inputs.At, inputs.Terms.Horizon))),
        ];
        await Console.Out.WriteLineAsync($"{problem.Gpus.Count} GPUs, {problem.Workloads.Count} workloads, {problem.Workloads.Count(need => need.Move is not null)} of them movable; medians of {times}");
        foreach ((string name, double milliseconds) in figures)
        {
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {name,-36} {milliseconds,9:0.000} ms"));
        }

        return build < 2 ? 0 : 1;
    }

    private static async Task<ProblemInputs> InputsAsync(TimedNode node) => new()
    {
        At = node.Clock.GetCurrentInstant(),
        Generation = 0,
        Seen = await node.CycleAsync(),
        Forecast = Expected(node, node.Clock.GetCurrentInstant()),
        Declarations = node.Node.Declarations.OrderBy(one => one.Name, StringComparer.Ordinal).ToValueArray(),
        Replicas = (await node.Node.Runtime.ReadAsync(CancellationToken.None)).Replicas,
        Runs = node.Node.Runtime.Runs,
        Terms = new(),
        Learned = LearnedState.Nothing,
    };

    private static DemandForecast Expected(TimedNode node, Instant at) => new()
    {
        At = at,
        Series = node.Node.Declarations.OrderBy(one => one.Name, StringComparer.Ordinal).Select((one, index) => SomeForecast.Of(one.Name, 100 + index + at.ToUnixTimeSeconds() / 60 % 7, at)).ToValueArray(),
    };

    private static double Median<T>(int times, Func<T> work)
    {
        for (int warm = 0; warm < times / 4 + 1; warm++)
        {
            work();
        }

        double[] spent = new double[times];
        for (int n = 0; n < times; n++)
        {
            long began = Stopwatch.GetTimestamp();
            work();
            spent[n] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        return spent.Order().ElementAt(times / 2);
    }

    private static string Yaml()
    {
        IEnumerable<string> gpus = Enumerable.Range(0, 8).Select(gpu => $"  - {{ instances: [{string.Join(", ", Enumerable.Range(0, 7).Select(start => $"1g.10gb@{start}"))}], numa: {gpu / 4} }}");
        IEnumerable<string> services = Enumerable.Range(0, 40).Select(number => string.Create(CultureInfo.InvariantCulture, $$"""
              - name: service-{{number:00}}
                owner: team-{{number % 5}}
                qos: {{(number % 3 == 0 ? "guaranteed" : "burstable")}}
                shape: vision
                memory: 5GiB
                capacity: { 1g.10gb: {{140 + number}}, 2g.20gb: 320, 3g.40gb: 590, 4g.40gb: 730, 7g.80gb: 1240 }
                replicas: { min: 1, max: 4 }
                restart: 5s
                move: { grace: 10s }
                demand: { constant: 100 }
                at: [{ gpu: {{number / 5}}, instance: 1g.10gb@{{number % 5}} }]
            """));
        return $"""
            name: services
            title: eight H100, 56 slices, 40 services
            driver: 610.43.02
            cuda: 13.3
            board: h100-80gb-sxm
            cpus-per-node: 56
            gpus:
            {string.Join('\n', gpus)}
            services:
            {string.Join('\n', services)}
            """;
    }
}
