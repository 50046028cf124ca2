using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;

namespace Optimizer.Model.Tests.Mig;

public sealed class LayoutDiffTests
{
    private static readonly ValueArray<Layout> Layouts = LayoutSearch.Legal(Board.Geometry(Board.H100));

    private static readonly Arbitrary<Layout> AnyLayout = Gen.Elements(Layouts.AsEnumerable()).ToArbitrary();

    [Fact]
    public void Between_AHalfThatIsSplit_KeepsTheOther()
    {
        LayoutDiff diff = LayoutDiff.Between(Of("3g.40gb@0+3g.40gb@4"), Of("1g.10gb@0+2g.20gb@2+3g.40gb@4"));

        Assert.Equal(["3g.40gb@4"], diff.Kept.Select(one => one.ToString()));
        Assert.Equal(["3g.40gb@0"], diff.Destroyed.Select(one => one.ToString()));
        Assert.Equal(["1g.10gb@0", "2g.20gb@2"], diff.Created.Select(one => one.ToString()));
        Assert.Equal(3, diff.Distance);
    }

    [Fact]
    public void Between_AnotherProfileAtTheSamePlacement_KeepsNothing()
    {
        // 1g+me is as wide as 1g: only its engines differ, and an instance cannot be given any.
        LayoutDiff diff = LayoutDiff.Between(Of("1g.10gb@0"), Of("1g.10gb+me@0"));

        Assert.Empty(diff.Kept);
        Assert.Equal(2, diff.Distance);
    }

    [Fact]
    public void Between_LayoutsOfTwoBoards_IsRefused() =>
        Assert.Throws<ArgumentException>(() => LayoutDiff.Between(Of("empty"), Layout.Empty(Board.Geometry(Board.A30))));

    [Fact]
    public void Between_WhatIsReportedInAnyOrderOrTwice_IsTheSame()
    {
        PlacedInstance half = new("3g.40gb", new Placement(0, 4)), other = new("3g.40gb", new Placement(4, 4));

        Assert.Equal(LayoutDiff.Between([half, other], [other]), LayoutDiff.Between([other, half, half], [other, other]));
    }

    [Fact]
    public void Between_OfAnyTwo_LeadsFromOneToTheOther() => ForAny((from, to, _) =>
    {
        LayoutDiff diff = LayoutDiff.Between(from, to);

        Assert.Equal(from.Instances, diff.Kept.Concat(diff.Destroyed).Order());
        Assert.Equal(to.Instances, diff.Kept.Concat(diff.Created).Order());
    });

    [Fact]
    public void Distance_OfAnyThree_IsAMetric() => ForAny((first, second, third) =>
    {
        int there = LayoutDiff.Between(first, second).Distance;

        Assert.Equal(there, LayoutDiff.Between(second, first).Distance);
        Assert.Equal(first.Equals(second), there == 0);
        Assert.Equal(0, LayoutDiff.Between(first, first).Distance);
        Assert.True(LayoutDiff.Between(first, third).Distance <= there + LayoutDiff.Between(second, third).Distance);
    });

    [Fact]
    public void Placeable_OfAnyLayout_IsWhatStillMakesALegalOne() => ForAny((layout, _, _) =>
    {
        IEnumerable<PlacedInstance> all = layout.Geometry.Profiles.SelectMany(profile => profile.Placements.Select(placement => new PlacedInstance(profile.Name, placement)));
        string[] expected = [.. all.Where(one => Layout.TryCreate(layout.Geometry, layout.Instances.Append(one), out Layout? _, out _)).Select(one => one.ToString())];

        Assert.Equal(expected.Order(StringComparer.Ordinal), LayoutSearch.Placeable(layout).Select(one => one.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(LayoutSearch.IsMaximal(layout), expected.Length == 0);
    });

    [Fact]
    public void Placeable_BesideAHalf_GoesByStartWidestFirst() => Assert.Equal(
        ["3g.40gb@4", "2g.20gb@4", "1g.20gb@4", "1g.10gb@4", "1g.10gb+me@4", "1g.10gb@5", "1g.10gb+me@5", "1g.20gb@6", "1g.10gb@6", "1g.10gb+me@6"],
        LayoutSearch.Placeable(Of("4g.40gb@0")).Select(one => one.ToString()));

    [Theory]
    [InlineData(Board.H100, "empty", 0)]
    [InlineData(Board.H100, "7g.80gb@0", 0)]
    [InlineData(Board.H100, "4g.40gb@0", 0)]
    [InlineData(Board.H100, "1g.10gb@1+1g.10gb@4", 0.6667)] // 6 of 8 slices free, at most 2 in one instance
    [InlineData(Board.A30, "1g.6gb@1", 0.3333)]
    [InlineData(Board.RtxPro6000, "1g.24gb@3+1g.24gb@6", 0.5)] // half the board free, and no 2g fits
    public void FragmentationRatio_OfALayout_IsOneLessTheLargestOverTheFree(string board, string text, double expected)
    {
        Assert.True(LayoutNotation.TryParse(Board.Geometry(board), text, out Layout? layout, out LayoutRefusal? refusal), refusal?.Sentence);

        Assert.Equal(expected, LayoutSearch.FragmentationRatio(layout), 4);
    }

    private static Layout Of(string text)
    {
        Assert.True(LayoutNotation.TryParse(Board.Geometry(Board.H100), text, out Layout? layout, out LayoutRefusal? refusal), refusal?.Sentence);
        return layout;
    }

    private static void ForAny(Action<Layout, Layout, Layout> law) =>
        Prop.ForAll(AnyLayout, AnyLayout, AnyLayout, law).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
