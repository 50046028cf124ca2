using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Mig;

namespace Optimizer.Model.Tests.Mig;

public sealed class LayoutTests
{
    [Fact]
    public void TryCreate_InAnyOrder_SortsByStart()
    {
        MigGeometry geometry = Board.Geometry(Board.H100);

        Assert.True(Layout.TryCreate(geometry, [At("1g.10gb", 4, 1), At("3g.40gb", 0, 4)], out Layout? layout, out _));

        Assert.Equal("3g.40gb@0+1g.10gb@4", layout.ToString());
    }

    [Theory]
    [InlineData(Board.H100, "3g.40gb@0+2g.20gb@2", LayoutRefusalReason.Overlap)]
    [InlineData(Board.H100, "1g.20gb@6+1g.10gb@6", LayoutRefusalReason.Overlap)]
    [InlineData(Board.H100, "3g.40gb@2", LayoutRefusalReason.IllegalPlacement)]
    [InlineData(Board.H100, "1g.10gb@7", LayoutRefusalReason.IllegalPlacement)]
    [InlineData(Board.H100, "1g.10gb@2147483647", LayoutRefusalReason.IllegalPlacement)]
    [InlineData(Board.H100, "5g.60gb@0", LayoutRefusalReason.UnknownProfile)]
    [InlineData(Board.H100, "1g.10gb+me@0+1g.10gb+me@1", LayoutRefusalReason.TooManyOfProfile)]
    [InlineData(Board.A30, "2g.12gb+me@0+1g.6gb+me@2", LayoutRefusalReason.EnginesExceeded)]
    [InlineData(Board.RtxPro6000, "2g.48gb+me.all@0+2g.48gb@6", LayoutRefusalReason.EnginesExceeded)]
    [InlineData(Board.H100, "", LayoutRefusalReason.Malformed)]
    [InlineData(Board.H100, "3g.40gb", LayoutRefusalReason.Malformed)]
    [InlineData(Board.H100, "@0", LayoutRefusalReason.Malformed)]
    [InlineData(Board.H100, "3g.40gb@", LayoutRefusalReason.Malformed)]
    [InlineData(Board.H100, "3g.40gb@-1", LayoutRefusalReason.Malformed)]
    [InlineData(Board.H100, "3g.40gb@99999999999", LayoutRefusalReason.Malformed)]
    [InlineData(Board.H100, "3g.40gb@0+", LayoutRefusalReason.Malformed)]
    [InlineData(Board.H100, "+3g.40gb@0", LayoutRefusalReason.UnknownProfile)]
    [InlineData(Board.H100, "empty+3g.40gb@0", LayoutRefusalReason.UnknownProfile)]
    public void TryParse_OfWhatIsNoLayout_SaysWhichRule(string board, string text, LayoutRefusalReason reason)
    {
        Assert.False(LayoutNotation.TryParse(Board.Geometry(board), text, out Layout? layout, out LayoutRefusal? refusal));

        Assert.Null(layout);
        Assert.Equal(reason, refusal.Reason);
        Assert.EndsWith(".", refusal.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 2, 2, 2, 2)]
    [InlineData(2, 3, 2, 2, 2)]
    [InlineData(2, 2, 3, 2, 2)]
    [InlineData(2, 2, 2, 3, 2)]
    [InlineData(2, 2, 2, 2, 3)]
    public void TryCreate_WhereOneKindOfEngineRunsOut_Refuses(int copy, int decoder, int encoder, int jpeg, int ofa)
    {
        // The board has five of each kind: two instances need four of the plentiful kinds and six of one.
        MigProfile greedy = Profile("1g", 1, 1, maxInstances: 2, 0, 1) with { Engines = new EngineCounts(copy, decoder, encoder, jpeg, ofa) };
        MigGeometry geometry = Board.Geometry([greedy], new EngineCounts(5, 5, 5, 5, 5));

        Assert.True(LayoutNotation.TryParse(geometry, "1g@1", out Layout? one, out _));
        Assert.False(LayoutNotation.TryParse(geometry, "1g@0+1g@1", out _, out LayoutRefusal? refusal));

        Assert.Equal(LayoutRefusalReason.EnginesExceeded, refusal.Reason);
        Assert.True(LayoutSearch.IsMaximal(one));
    }

    [Fact]
    public void TryCreate_WhereComputeSlicesBind_SaysSo()
    {
        // No real board gets here (placements bind first), so this one has more memory slices than compute slices can use.
        MigGeometry geometry = Board.Geometry([Profile("3g", 3, 2, maxInstances: 1, 0, 2, 4), Profile("1g", 1, 1, maxInstances: 4, 0, 1, 2, 3, 4, 5)]);

        Assert.Equal(4, geometry.ComputeSlices);
        Assert.False(LayoutNotation.TryParse(geometry, "3g@0+1g@2+1g@3", out _, out LayoutRefusal? refusal));
        Assert.Equal(LayoutRefusalReason.ComputeSlicesExceeded, refusal.Reason);
    }

    [Theory]
    [InlineData("empty", "empty")]
    [InlineData("3g.40gb@0+1g.10gb@4", "3g.40gb@0+1g.10gb@4")]
    [InlineData(" 1g.10gb@4 + 3g.40gb@0 ", "3g.40gb@0+1g.10gb@4")]
    [InlineData("1g.10gb+me@0+1g.10gb@1", "1g.10gb+me@0+1g.10gb@1")]
    public void TryParse_OfALayout_GivesTheCanonicalText(string text, string canonical)
    {
        Assert.True(LayoutNotation.TryParse(Board.Geometry(Board.H100), text, out Layout? layout, out LayoutRefusal? refusal), refusal?.Sentence);

        Assert.Equal(canonical, layout.ToString());
    }

    [Fact]
    public void Notation_OfEveryLegalLayoutOfEveryBoard_RoundTrips()
    {
        foreach (string key in Board.Keys)
        {
            MigGeometry geometry = Board.Geometry(key);
            foreach (Layout layout in LayoutSearch.Legal(geometry))
            {
                Assert.True(LayoutNotation.TryParse(geometry, layout.ToString(), out Layout? again, out LayoutRefusal? refusal), refusal?.Sentence);
                Assert.Equal(layout, again);
            }
        }
    }

    [Fact]
    public void Format_OfForeignInstances_WritesThemAsTheyAre()
    {
        PlacedInstance[] seen = [At("vendor.special", 5, 3), At("3g.40gb", 0, 4)];

        Assert.Equal("3g.40gb@0+vendor.special@5", LayoutNotation.Format(seen));
    }

    [Fact]
    public void TryCreate_OfRandomInstances_AgreesWithTheRulesWrittenNaively()
    {
        Gen<(MigGeometry Geometry, PlacedInstance[] Instances)> cases =
            from geometry in Gen.Elements(Board.Keys.Select(Board.Geometry))
            from count in Gen.Choose(0, 5)
            from instances in Gen.Elements(Offers(geometry)).ArrayOf(count)
            select (geometry, instances);

        Prop.ForAll(cases.ToArbitrary(), test =>
                Layout.TryCreate(test.Geometry, test.Instances, out _, out _) == NaiveLayouts.IsLegal(test.Geometry, test.Instances))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void TryParse_OfRandomText_NeverThrows()
    {
        MigGeometry geometry = Board.Geometry(Board.H100);
        Gen<string> texts = Gen.Elements("3g.40gb", "1g.10gb+me", "@", "+", "0", "4", "99999999999999999999", " ", "empty", "\0", "é")
            .ListOf()
            .Select(parts => string.Concat(parts));

        Prop.ForAll(texts.ToArbitrary(), text =>
                LayoutNotation.TryParse(geometry, text, out Layout? layout, out LayoutRefusal? refusal) ? layout is not null : refusal is not null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Equals_OfTheSameInstancesOnAnotherGeometry_IsFalse()
    {
        Layout onH100 = Layout.Empty(Board.Geometry(Board.H100));

        Assert.Equal(onH100, Layout.Empty(Board.Geometry(Board.Profiles(Board.H100), MigGeometry.WholeGpuEngines(Board.Profiles(Board.H100)))));
        Assert.NotEqual(onH100, Layout.Empty(Board.Geometry(Board.A30)));
    }

    private static PlacedInstance At(string profile, int start, int size) => new(profile, new Placement(start, size));

    private static PlacedInstance[] Offers(MigGeometry geometry) =>
        [.. geometry.Profiles.SelectMany(profile => profile.Placements.Select(placement => new PlacedInstance(profile.Name, placement)))];

    internal static MigProfile Profile(string name, int compute, int memory, int maxInstances, params int[] starts) => new()
    {
        Name = name,
        Id = 0,
        ComputeSlices = compute,
        MemorySlices = memory,
        Multiprocessors = compute * 14,
        MemoryBytes = (ulong)memory << 30,
        MaxInstances = maxInstances,
        Placements = [.. starts.Select(start => new Placement(start, memory))],
    };
}
