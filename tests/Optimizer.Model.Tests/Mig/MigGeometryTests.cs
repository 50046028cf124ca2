using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;

namespace Optimizer.Model.Tests.Mig;

public sealed class MigGeometryTests
{
    private static readonly MigProfile Good = LayoutTests.Profile("1g.10gb", 1, 1, maxInstances: 7, 0, 1, 2, 3, 4, 5, 6);

    public static TheoryData<string, MigProfile> Nonsense() => new()
    {
        { "''", Good with { Name = "" } },
        { "layout notation", Good with { Name = "1g 10gb" } },
        { "layout notation", Good with { Name = "1g@10gb" } },
        { "impossible sizes", Good with { ComputeSlices = 0 } },
        { "impossible sizes", Good with { MaxInstances = 0 } },
        { "compute slices", Good with { ComputeSlices = 1000 } },
        { "engine counts", Good with { Engines = new EngineCounts(1, -1, 0, 0, 0) } },
        { "no placement", Good with { Placements = [] } },
        { "memory slices but", Good with { Placements = [new(0, 2)] } },
        { "are supported", Good with { Placements = [new(-1, 1)] } },
        { "are supported", Good with { Placements = [new(int.MaxValue, 1)] } },
        { "are supported", Good with { MemorySlices = int.MaxValue, Placements = [new(0, int.MaxValue)] } },
        { "ascending", Good with { Placements = [new(1, 1), new(0, 1)] } },
        { "ascending", Good with { Placements = [new(1, 1), new(1, 1)] } },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void TryCreate_OfAnImpossibleProfile_NamesTheProblem(string expected, MigProfile profile)
    {
        Assert.False(MigGeometry.TryCreate([profile], null, out MigGeometry? geometry, out string? problem));

        Assert.Null(geometry);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryCreate_OfNoProfilesOrTheSameTwice_Refuses()
    {
        Assert.False(MigGeometry.TryCreate([], null, out _, out string? none));
        Assert.False(MigGeometry.TryCreate([Good, Good], null, out _, out string? twice));

        Assert.Contains("no MIG profile", none, StringComparison.Ordinal);
        Assert.Contains("twice", twice, StringComparison.Ordinal);
    }

    [Fact]
    public void TryCreate_OfMoreLayoutsThanCanBeSearched_Refuses()
    {
        // 2^32 layouts: a search without a bound would never come back.
        MigProfile wild = LayoutTests.Profile("1g", 1, 1, maxInstances: 32, [.. Enumerable.Range(0, 32)]);

        Assert.False(MigGeometry.TryCreate([wild], null, out _, out string? problem));

        Assert.Contains("250000 layouts", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Capacities_WithoutAFullWidthProfile_ComeFromWhatFitsTogether()
    {
        MigGeometry geometry = Board.Geometry([Good]);

        Assert.Equal(7, geometry.ComputeSlices);
        Assert.Equal(7, geometry.MemorySlices);
    }

    [Fact]
    public void WholeGpuEngines_OfABoard_AreThoseOfTheProfileThatSpansIt()
    {
        Assert.Equal(new EngineCounts(4, 4, 0, 1, 1), MigGeometry.WholeGpuEngines(Board.Profiles(Board.A30)));
        Assert.Equal(new EngineCounts(7, 5, 0, 1, 1), MigGeometry.WholeGpuEngines(Board.Profiles(Board.A100)));
        Assert.Equal(new EngineCounts(4, 4, 4, 4, 1), MigGeometry.WholeGpuEngines(Board.Profiles(Board.RtxPro6000)));
        Assert.Null(MigGeometry.WholeGpuEngines([Good]));
        Assert.Null(MigGeometry.WholeGpuEngines([]));
    }

    [Fact]
    public void FindProfile_ByName_FindsItAndNothingElse()
    {
        MigGeometry geometry = Board.Geometry(Board.H100);

        Assert.Equal(19u, geometry.FindProfile("1g.10gb")?.Id);
        Assert.Equal(9u, geometry.FindProfile("3g.40gb")?.Id);
        Assert.Null(geometry.FindProfile("1G.10GB"));
        Assert.Null(geometry.FindProfile(null));
    }

    [Fact]
    public void Equals_OfGeometriesFromEqualProfiles_HoldsInAnyOrder()
    {
        MigGeometry geometry = Board.Geometry(Board.Profiles(Board.H100));
        MigGeometry reversed = Board.Geometry(Board.Profiles(Board.H100).Reverse());

        Assert.Equal(geometry, reversed);
        Assert.Equal(geometry.GetHashCode(), reversed.GetHashCode());
        Assert.NotEqual(geometry, Board.Geometry(Board.Profiles(Board.H100).Skip(1)));
    }

    [Fact]
    public void TryCreate_OfRandomProfiles_NeverThrows()
    {
        Gen<int> number = Gen.OneOf(Gen.Choose(-2, 40), Gen.Elements(int.MinValue, int.MaxValue));
        Gen<Placement> placement = from start in number from size in number select new Placement(start, size);
        Gen<MigProfile> profile =
            from compute in number
            from memory in number
            from most in number
            from placements in placement.ListOf()
            from fitting in Gen.Elements(true, false)
            select Good with
            {
                ComputeSlices = compute,
                MemorySlices = memory,
                MaxInstances = most,
                Placements = fitting ? placements.Select(item => item with { Size = memory }).Order().ToValueArray() : placements.ToValueArray(),
            };

        Prop.ForAll(profile.ToArbitrary(), item =>
            {
                _ = MigGeometry.WholeGpuEngines([item]);
                return MigGeometry.TryCreate([item], null, out _, out string? problem) || problem is not null;
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
