using Optimizer.Node.Devices;
using Optimizer.Simulation;

namespace Optimizer.Node.Tests.Devices;

public sealed class MigMinorsTests
{
    [Fact]
    public void Parse_TheDriversTable_KnowsEveryInstanceThatCouldExist()
    {
        MigMinors minors = MigMinors.Parse(SimulatedNode.MigMinors().Split('\n'));

        Assert.Equal((2 + (32 * 15 * 9), 0), (minors.Count, minors.StrayLines));
        Assert.Equal(SimulatedNode.AccessMinor(3, 7), minors.Of(3, 7));
        Assert.Equal(SimulatedNode.AccessMinor(3, 7, 2), minors.Of(3, 7, 2));
        Assert.Null(minors.Of(32, 0));
    }

    [Fact]
    public void Parse_OtherNumbering_IsTheDriversToChoose()
    {
        MigMinors minors = MigMinors.Parse(["gpu0/gi1/access 700", "gpu0/gi1/ci0/access 12"]);

        Assert.Equal((700, 12), (minors.Of(0, 1), minors.Of(0, 1, 0)));
    }

    [Theory]
    [InlineData("gpu0/gi1/access")]
    [InlineData("gpu0/gi1/access minus")]
    [InlineData("gpu0/gi1/access -4")]
    [InlineData("gpu0/gi1/access 99999999999999")]
    [InlineData("gpu0/gi1/access 4 5")]
    public void Parse_Garbage_IsCountedAndNotUnderstood(string line)
    {
        MigMinors minors = MigMinors.Parse([line, "gpu0/gi2/access 21", new string('x', 500), string.Empty]);

        Assert.Null(minors.Of(0, 1));
        Assert.Equal((21, 2), (minors.Of(0, 2), minors.StrayLines));
    }

    [Fact]
    public void Parse_TwoNumbersForOneInstance_NeitherIsUsed()
    {
        Assert.Null(MigMinors.Parse(["gpu0/gi1/access 4", "gpu0/gi1/access 5"]).Of(0, 1));
        Assert.Equal(4, MigMinors.Parse(["gpu0/gi1/access 4", "gpu0/gi1/access 4"]).Of(0, 1));
    }

    [Fact]
    public void Parse_WithoutEnd_Ends()
    {
        Assert.InRange(MigMinors.Parse(Enumerable.Range(0, int.MaxValue).Select(static number => $"gpu{number}/gi0/access 1")).Count, 1, 10_000);
    }

    [Fact]
    public void Read_NoSuchFile_IsNone() => Assert.Equal(0, MigMinors.Read(Path.Combine(AppContext.BaseDirectory, "no-proc")).Count);
}
