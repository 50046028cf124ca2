using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using static Optimizer.Node.Tests.Act.ActingNode;

namespace Optimizer.Node.Tests.Act;

public sealed class RandomStepsTests
{
    [Theory]
    [InlineData(A100)]
    [InlineData(H100)]
    [InlineData(A30)]
    [InlineData(Rtx)]
    public async Task Steps_InAnyOrder_LayoutIsWhatTheModelSays(string board)
    {
        for (int seed = 0; seed < 25; seed++)
        {
            Random draw = new(seed);
            await using ActingNode node = new(Board(board));
            MigGeometry geometry = node.Sampled.Cycles(1).Gpus[0].Mig!.Geometry!;
            PlacedInstance[] all = [.. geometry.Profiles.SelectMany(static profile => profile.Placements, static (profile, place) => new PlacedInstance(profile.Name, place))];
            SortedSet<PlacedInstance> expected = [];
            for (int step = 0; step < 30; step++)
            {
                PlacedInstance chosen = all[draw.Next(all.Length)];
                bool create = draw.Next(3) > 0;
                bool legal = !create || expected.Contains(chosen) || Layout.TryCreate(geometry, [.. expected, chosen], out _, out _);

                StepOutcome outcome = create ? node.Create(chosen) : node.Destroy(chosen);

                Assert.True(legal == outcome is StepOutcome.Applied, $"seed {seed}, step {step}: {(create ? "create" : "destroy")} {chosen} beside {string.Join(' ', expected)}: {outcome}");
                if (legal)
                {
                    _ = create ? expected.Add(chosen) : expected.Remove(chosen);
                }

                Assert.Equal(expected, node.Read()!.Instances.Select(static instance => instance.Instance));
            }
        }
    }
}
