using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Mig;
using Optimizer.Model.Tests.Mig;
using Optimizer.Planning.Packing;

namespace Optimizer.Planning.Tests.Packing;

public sealed class PackerTests
{
    private const string A100 = "a100-80gb";

    private static readonly Arbitrary<string[]> AnyRequests = Gen.Elements(PlainMig.Profiles.Select(static profile => profile.Full).ToArray()).ArrayOf().ToArbitrary();

    [Fact]
    public void Pack_PublishedInstances_UseTheProvenFewest()
    {
        foreach ((string name, string[] requests, int optimal) in PublishedPackings.All)
        {
            PackResult result = Pack(requests);

            Assert.True(optimal == result.Gpus.Count, $"{name}: {result.Gpus.Count} GPUs, the optimum is {optimal}");
            Assert.True(result.Optimal && result.LowerBound == optimal && result.ProofMissing is null, name);
            AssertFits(requests, result);
        }

        Assert.Equal(30, PublishedPackings.All.Count);
    }

    [Fact]
    public void Pack_AnyRequests_GivesEachExactlyItsProfileAtALegalPlace() =>
        Prop.ForAll(AnyRequests, requests => AssertFits(requests, Pack(requests))).QuickCheckThrowOnFailure();

    [Fact]
    public void Pack_AnyOrder_GivesTheSameLayouts() =>
        Prop.ForAll(AnyRequests, requests =>
        {
            string[] shuffled = [.. requests];
            new Random(requests.Length).Shuffle(shuffled);
            Assert.Equal(Pack(requests), Pack(shuffled));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pack_OneRequestMore_NeverNeedsFewerGpusAndAtMostOneMore() =>
        Prop.ForAll(AnyRequests, requests =>
        {
            int before = Pack(requests).Gpus.Count;
            foreach ((_, string profile, _, _) in PlainMig.Profiles)
            {
                Assert.InRange(Pack([.. requests, profile]).Gpus.Count, before, before + 1);
            }
        }).QuickCheckThrowOnFailure();

    [GlpkTheory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(3, 12)]
    [InlineData(4, 120)]
    public void Pack_RandomInstances_UseAsFewAsAnIndependentSolver(int seed, int most)
    {
        Random random = new(seed);
        for (int n = 0; n < 6; n++)
        {
            // Some profiles common, some rare, as fleets are.
            int[] weights = [.. PlainMig.Profiles.Select(_ => random.Next(0, 4) * random.Next(0, 4))];
            string[] bag = [.. PlainMig.Profiles.SelectMany((profile, p) => Enumerable.Repeat(profile.Full, weights[p])), "1g.10gb"];
            string[] requests = [.. Enumerable.Range(0, random.Next(1, most)).Select(_ => bag[random.Next(bag.Length)])];

            int optimum = Glpk.FewestGpus(PlainMig.Cuts, [.. PlainMig.Profiles.Select(profile => requests.Count(request => request == profile.Full))]);

            PackResult result = Pack(requests);
            Assert.True(optimum == result.Gpus.Count && result.Optimal, $"{result.Gpus.Count} GPUs (at least {result.LowerBound}), the optimum is {optimum}: {string.Join(' ', requests)}");
        }
    }

    [Fact]
    public void Pack_EveryBoard_PacksOneOfEachProfileLegally()
    {
        foreach (string key in Board.Keys)
        {
            MigGeometry geometry = Board.Geometry(key);
            string[] requests = [.. geometry.Profiles.Select(static profile => profile.Name)];

            PackResult result = Assert.IsType<PackOutcome.Packed>(Packer.Pack(geometry, requests)).Result;

            Assert.True(result.Optimal, key);
            Assert.Equal(requests.Order(StringComparer.Ordinal), Profiles(result));
            Assert.All(result.Gpus.ToArray(), layout => Assert.True(Layout.TryCreate(geometry, layout.Instances, out _, out _)));
        }
    }

    [Fact]
    public void Pack_Nothing_NeedsNoGpu() => Assert.Equal((0, 0), (Pack([]).Gpus.Count, Pack([]).LowerBound));

    [Fact]
    public void Pack_HundredThousandRequests_IsProven()
    {
        string[] requests = [.. Enumerable.Range(0, Packer.MostRequests).Select(static n => PlainMig.Profiles[(n % 7) * (n % 7) % 6].Full)];

        Assert.True(Pack(requests).Optimal);
    }

    [Theory]
    [InlineData("The GPU has no profile '5g.60gb', expected one of 7g.80gb, 4g.40gb, 3g.40gb, 2g.20gb, 1g.20gb, 1g.10gb, 1g.10gb+me.", "1g.10gb", "5g.60gb")]
    [InlineData("The GPU has no profile '1g', expected one of 7g.80gb, 4g.40gb, 3g.40gb, 2g.20gb, 1g.20gb, 1g.10gb, 1g.10gb+me.", "1g")]
    public void Pack_UnknownProfile_IsRefusedWithTheLegalOnes(string sentence, params string[] requests) =>
        Assert.Equal(sentence, Assert.IsType<PackOutcome.Refused>(Packer.Pack(Board.Geometry(A100), requests)).Sentence);

    [Fact]
    public void Pack_TooManyRequests_IsRefused() =>
        Assert.Equal(
            "100001 requests, at most 100000 are packed at once; split them.",
            Assert.IsType<PackOutcome.Refused>(Packer.Pack(Board.Geometry(A100), [.. Enumerable.Repeat("1g.10gb", Packer.MostRequests + 1)])).Sentence);

    private static PackResult Pack(string[] requests) => Assert.IsType<PackOutcome.Packed>(Packer.Pack(Board.Geometry(A100), requests)).Result;

    private static void AssertFits(string[] requests, PackResult result)
    {
        Assert.Equal(requests.Order(StringComparer.Ordinal), Profiles(result));
        Assert.InRange(result.Gpus.Count, result.LowerBound, Math.Max(result.LowerBound, requests.Length));
        foreach (Layout layout in result.Gpus)
        {
            Assert.Null(PlainMig.Explain(layout.Instances.ToArray().Select(static instance => (instance.Profile, instance.Placement.Start))));
            Assert.True(Layout.TryCreate(Board.Geometry(A100), layout.Instances, out _, out _));
        }
    }

    private static IEnumerable<string> Profiles(PackResult result) =>
        result.Gpus.SelectMany(static layout => layout.Instances).Select(static instance => instance.Profile).Order(StringComparer.Ordinal);
}
