using System.Globalization;

namespace Optimizer.Planning.Tests.Packing;

/// <summary>The instances of <c>static_packing_pub.csv</c>.</summary>
internal static class PublishedPackings
{
    internal static IReadOnlyList<(string Name, string[] Requests, int Optimal)> All { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Traces", "static_packing_pub.csv")).Skip(1)
            .Select(static line => line.Split(','))
            .Select(static fields => (fields[0], fields[3].Split(' ').Select(PlainMig.Full).ToArray(), int.Parse(fields[4], CultureInfo.InvariantCulture))),
    ];
}
