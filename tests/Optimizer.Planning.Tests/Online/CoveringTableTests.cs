using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Mig;
using Optimizer.Model.Tests.Mig;
using Optimizer.Planning.Online;

namespace Optimizer.Planning.Tests.Online;

public sealed class CoveringTableTests
{
    private static readonly string[] Names = ["7g.80gb", "4g.40gb", "3g.40gb", "2g.20gb", "1g.10gb"];

    private static CoveringTable Table()
    {
        SeatTable seats = new(Requests.H100);
        return new CoveringTable(Requests.H100, [.. Names.Select(seats.ProfileOf)]);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(3, 0, 0, 0, 0, 3)]
    [InlineData(0, 1, 1, 0, 0, 1)]
    [InlineData(0, 2, 0, 0, 0, 2)] // 4g starts only at 0
    [InlineData(0, 0, 3, 0, 0, 2)]
    [InlineData(0, 0, 0, 3, 1, 1)]
    [InlineData(0, 0, 0, 4, 0, 2)]
    [InlineData(0, 1, 0, 1, 2, 2)] // 4g+2g+1g holds one 1g
    [InlineData(0, 0, 1, 0, 4, 1)]
    [InlineData(1, 2, 2, 3, 1, 4)]
    public void Fewest_SmallSets_IsTheKnownNumber(int seven, int four, int three, int two, int one, int gpus)
    {
        Assert.Equal(gpus, Table().Fewest([seven, four, three, two, one]));
        Assert.True(Table().Fits([seven, four, three, two, one], gpus));
        Assert.False(gpus > 0 && Table().Fits([seven, four, three, two, one], gpus - 1));
    }

    [Fact]
    public void Fewest_OneMoreOfAnything_NeverNeedsFewerNorMoreThanOneMore()
    {
        CoveringTable table = Table();
        Prop.ForAll(Gen.Choose(0, 6).ArrayOf(5).ToArbitrary(), Gen.Choose(0, 4).ToArbitrary(), (counts, which) =>
        {
            int[] more = [.. counts];
            more[which]++;
            return table.Fewest(more) - table.Fewest(counts) is 0 or 1;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Fewest_AtMostWhatAnyLayoutsHold()
    {
        // What is cut from k legal layouts needs at most k GPUs: an upper bound that knows nothing of the table.
        CoveringTable table = Table();
        Layout[] layouts = [.. LayoutSearch.Legal(Requests.H100).Where(layout => layout.Instances.All(instance => Names.Contains(instance.Profile)))];
        Prop.ForAll(Gen.Choose(0, layouts.Length - 1).ListOf().Resize(8).ToArbitrary(), picks =>
        {
            int[] counts = [.. Names.Select(name => picks.Sum(pick => layouts[pick].Instances.Count(instance => instance.Profile == name)))];
            return table.Fewest(counts) <= picks.Count;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Fewest_A30_FourOfOneEach()
    {
        MigGeometry a30 = Board.Geometry(Board.A30);
        SeatTable seats = new(a30);
        CoveringTable table = new(a30, [seats.ProfileOf("4g.24gb"), seats.ProfileOf("2g.12gb"), seats.ProfileOf("1g.6gb")]);

        Assert.Equal(3, table.Fewest([1, 1, 6]));
    }
}
