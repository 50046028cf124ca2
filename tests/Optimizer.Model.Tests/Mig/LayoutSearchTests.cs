using System.Diagnostics;
using System.Text.Json;
using Optimizer.Model.Mig;

namespace Optimizer.Model.Tests.Mig;

public sealed class LayoutSearchTests
{
    /// <summary>Geometry, profile set: every one of Facts/maximal-layouts.json.</summary>
    public static TheoryData<string, string> ProfileSets()
    {
        TheoryData<string, string> sets = [];
        foreach (JsonProperty geometry in Facts.MaximalLayouts.GetProperty("geometries").EnumerateObject())
        {
            foreach (JsonProperty set in geometry.Value.GetProperty("profile_sets").EnumerateObject())
            {
                sets.Add(geometry.Name, set.Name);
            }
        }

        return sets;
    }

    public static TheoryData<string> Boards() => [.. Board.Keys];

    [Fact]
    public void ProfileSets_InTheFacts_AreTheEightThatAreKnown()
    {
        Assert.Equal(8, ProfileSets().Count);
    }

    [Theory]
    [MemberData(nameof(ProfileSets))]
    public void Search_OfAProfileSet_FindsAsManyLayoutsAsTheFactsCount(string geometryName, string setName)
    {
        (JsonElement facts, MigGeometry geometry) = ProfileSet(geometryName, setName);

        Assert.Equal(facts.GetProperty("valid_layouts_including_empty").GetInt32(), LayoutSearch.Legal(geometry).Count);
        Assert.Equal(facts.GetProperty("maximal_layouts").GetInt32(), LayoutSearch.Maximal(geometry).Count);
        Assert.Equal(facts.GetProperty("maximal_multisets").GetInt32(), LayoutSearch.MaximalByType(geometry).Count);
    }

    [Theory]
    [MemberData(nameof(ProfileSets))]
    public void Maximal_WhereTheFactsListLayouts_FindsExactlyThose(string geometryName, string setName)
    {
        (JsonElement facts, MigGeometry geometry) = ProfileSet(geometryName, setName);
        if (!facts.TryGetProperty("layouts", out JsonElement layouts))
        {
            return;
        }

        string[] expected = [.. layouts.EnumerateArray().Select(layout => string.Join('+', layout.EnumerateArray().Select(item => item.GetString())))];

        Assert.Equal(expected.Order(StringComparer.Ordinal), LayoutSearch.Maximal(geometry).Select(layout => layout.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ProfileSets))]
    public void MaximalByType_OfAProfileSet_MatchesTheFactsWithVariants(string geometryName, string setName)
    {
        (JsonElement facts, MigGeometry geometry) = ProfileSet(geometryName, setName);
        IEnumerable<string> expected = facts.GetProperty("multisets").EnumerateArray().Select(multiset => Text(
            multiset.GetProperty("layout").EnumerateObject().Select(count => (count.Name, count.Value.GetInt32())),
            multiset.GetProperty("placed_variants").GetInt32()));

        IEnumerable<string> found = LayoutSearch.MaximalByType(geometry).Select(composition => Text(
            composition.Counts.Select(count => (count.Profile, count.Count)), composition.PlacedVariants));

        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));

        static string Text(IEnumerable<(string Profile, int Count)> counts, int variants) =>
            $"{string.Join(' ', counts.OrderBy(count => count.Profile, StringComparer.Ordinal))} in {variants}";
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Geometry_OfABoard_DerivesTheCapacitiesTheFactsState(string key)
    {
        JsonElement product = Facts.Profiles.GetProperty("products").EnumerateArray().Single(item => item.GetProperty("key").GetString() == key);

        MigGeometry geometry = Board.Geometry(key);

        Assert.Equal(product.GetProperty("compute_slices").GetInt32(), geometry.ComputeSlices);
        Assert.Equal(product.GetProperty("memory_slices").GetInt32(), geometry.MemorySlices);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Legal_OfABoardWithItsOwnEngines_HasTheCountOfItsGeometry(string key)
    {
        // The engines come from the profile that spans the board. On 7-slice boards they never bind; on the others they are the facts' media limits.
        int expected = key switch { Board.A30 => 76, Board.RtxPro6000 => 717, _ => 2319 };

        Assert.Equal(expected, LayoutSearch.Legal(Board.Geometry(key)).Count);
    }

    [Theory]
    [InlineData(Board.A30)]
    [InlineData(Board.RtxPro6000)]
    [InlineData(Board.A100)]
    public void Legal_OfABoard_EqualsTheNaiveEnumeration(string key)
    {
        MigGeometry geometry = Board.Geometry(key);

        string[] found = [.. LayoutSearch.Legal(geometry).Select(layout => layout.ToString())];

        Assert.Equal(NaiveLayouts.All(geometry, []).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Legal_AskedTwice_GivesTheSameOrder_CoarseFirstEmptyLast()
    {
        string[] layouts = [.. LayoutSearch.Legal(Board.Geometry(Board.H100)).Select(layout => layout.ToString())];

        Assert.Equal(layouts, LayoutSearch.Legal(Board.Geometry(Board.Profiles(Board.H100).Reverse())).Select(layout => layout.ToString()));
        Assert.Equal("7g.80gb@0", layouts[0]);
        Assert.Equal("4g.40gb@0+3g.40gb@4", layouts[1]);
        Assert.Equal(LayoutNotation.Empty, layouts[^1]);
    }

    [Fact]
    public void IsMaximal_OverAllLayouts_PicksTheMaximalOnes()
    {
        MigGeometry geometry = Board.Geometry(Board.RtxPro6000);

        Assert.Equal(LayoutSearch.Maximal(geometry), LayoutSearch.Legal(geometry).Where(LayoutSearch.IsMaximal));
    }

    [Fact]
    public void Legal_OfASevenSliceBoard_TakesWellUnderFiftyMilliseconds()
    {
        MigGeometry geometry = Board.Geometry(Board.H100);
        _ = LayoutSearch.Legal(geometry);

        // The best of several tries: a busy machine can only make it slower.
        TimeSpan best = Enumerable.Range(0, 10).Min(attempt =>
        {
            long start = Stopwatch.GetTimestamp();
            _ = LayoutSearch.Legal(geometry);
            return Stopwatch.GetElapsedTime(start);
        });

        Assert.True(best < TimeSpan.FromMilliseconds(50), $"2319 layouts took {best.TotalMilliseconds:F1} ms");
    }

    private static (JsonElement Facts, MigGeometry Geometry) ProfileSet(string geometryName, string setName)
    {
        JsonElement geometry = Facts.MaximalLayouts.GetProperty("geometries").GetProperty(geometryName);
        JsonElement set = geometry.GetProperty("profile_sets").GetProperty(setName);
        HashSet<string> names = [.. set.GetProperty("profiles").EnumerateArray().Select(name => name.GetString()!)];
        IEnumerable<MigProfile> profiles = Board.Profiles(geometry.GetProperty("example_product").GetString()!)
            .Where(profile => names.Contains(profile.Name));
        return (set, Board.Geometry(profiles, Limits(set.GetProperty("engine_limits"))));
    }

    private static EngineCounts? Limits(JsonElement limits)
    {
        return limits.ValueKind == JsonValueKind.Null
            ? null
            : new EngineCounts(int.MaxValue, Of("decoders"), Of("encoders"), Of("jpeg"), Of("ofa"));

        int Of(string name) => limits.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : int.MaxValue;
    }
}
