using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Node.Demand;

namespace Optimizer.Node.Tests.Demand;

public sealed class PromQlReaderTests
{
    private const string Matrix =
        """
        {"status":"success","data":{"resultType":"matrix","result":[
          {"metric":{"pod":"a"},"values":[[1700000000,"1"],[1700000060,"2.5"],[1700000120.5,"NaN"]]},
          {"metric":{"pod":"b"},"values":[[1700000060,"0.5"]]}]},"warnings":["half of it is missing"],"infos":["none"]}
        """;

    [Fact]
    public void Read_Matrix_SumsSeriesAtEachTime()
    {
        PromQlAnswer.Values values = Assert.IsType<PromQlAnswer.Values>(Read(Matrix));

        Assert.Equal([(At(1700000000), 1.0), (At(1700000060), 3.0)], values.Points.AsEnumerable());
        Assert.Equal("half of it is missing", Assert.Single(values.Warnings));
    }

    [Theory]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1700000000.123,"4"]},{"metric":{"a":"b"},"value":[1700000000.123,"5"]}]}}""", 9)]
    [InlineData("""{"status":"success","data":{"resultType":"scalar","result":[1700000000.123,"7"]}}""", 7)]
    public void Read_InstantResult_IsTheSum(string body, double sum) =>
        Assert.Equal((At(1700000000) + Duration.FromMilliseconds(123), sum), Assert.Single(Assert.IsType<PromQlAnswer.Values>(Read(body)).Points));

    [Fact]
    public void Read_RangeWhereAnInstantWasAsked_IsNoValueAndSaysWhatToRemove()
    {
        PromQlAnswer.Failed failed = Assert.IsType<PromQlAnswer.Failed>(Read(Matrix, range: false));

        Assert.Equal(DemandTroubleReason.Garbage, failed.Reason);
        Assert.Contains("remove the range", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NothingMatched_HasNoPoints() =>
        Assert.Empty(Assert.IsType<PromQlAnswer.Values>(Read("""{"status":"success","data":{"resultType":"vector","result":[]}}""")).Points);

    [Fact]
    public void Read_QueryRefused_GivesTheServersOwnMessage()
    {
        PromQlAnswer answer = Read("""{"status":"error","errorType":"bad_data","error":"1:5: parse error: unexpected end of input"}""", 400);

        Assert.Equal(new PromQlAnswer.Failed(DemandTroubleReason.Refused, "bad_data: 1:5: parse error: unexpected end of input"), answer);
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>", 502, DemandTroubleReason.Status)]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[]}}""", 503, DemandTroubleReason.Status)]
    [InlineData("<html>Welcome</html>", 200, DemandTroubleReason.Garbage)]
    [InlineData("", 200, DemandTroubleReason.Garbage)]
    [InlineData("null", 200, DemandTroubleReason.Garbage)]
    [InlineData("[]", 200, DemandTroubleReason.Garbage)]
    [InlineData("{}", 200, DemandTroubleReason.Garbage)]
    [InlineData("""{"status":"success"}""", 200, DemandTroubleReason.Garbage)]
    [InlineData("""{"status":"success","data":{"resultType":"string","result":[1,"x"]}}""", 200, DemandTroubleReason.Garbage)]
    [InlineData("""{"status":"success","data":{"resultType":"matrix"}}""", 200, DemandTroubleReason.Garbage)]
    [InlineData("""{"status":"success","data":{"resultType":"matrix","result":[{"values":[[1e300,"1"]]}]}}""", 200, DemandTroubleReason.Garbage)]
    [InlineData("""{"status":"success","data":{"resultType":"scalar","result":[1,2]}}""", 200, DemandTroubleReason.Garbage)]
    [InlineData("""{"status":"success","data":{"resultType":"scalar","result":[1,"2","3"]}}""", 200, DemandTroubleReason.Garbage)]
    [InlineData("""{"status":"success","data":{"resultType":"scalar","result":["1","2"]}}""", 200, DemandTroubleReason.Garbage)]
    public void Read_NotAnAnswer_SaysWhatKindOfTrouble(string body, int status, DemandTroubleReason reason) =>
        Assert.Equal(reason, Assert.IsType<PromQlAnswer.Failed>(Read(body, status)).Reason);

    [Fact]
    public void Read_AnyJson_NeverThrowsAndPointsAreFiniteAndOrdered()
    {
        string[] values = ["null", "1", "-1e400", "\"NaN\"", "\"+Inf\"", "\"2\"", "[]", "{}", "[1,\"2\"]", "[[1,\"2\"],[1,\"3\"]]", "[{\"values\":[[5,\"1\"],[2,\"1\"]]}]", "[{\"value\":[5,\"1\"]}]", "\"matrix\"", "\"vector\"", "\"success\"", "[null]"];
        Gen<string> bodies =
            from status in Gen.Elements(values)
            from type in Gen.Elements(values)
            from result in Gen.Elements(values)
            from warnings in Gen.Elements(values)
            select $"{{\"status\":{status},\"data\":{{\"resultType\":{type},\"result\":{result}}},\"warnings\":{warnings},\"error\":{warnings}}}";
        Prop.ForAll(Arb.From(bodies), body => IsSane(Read(body))).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Read_AnyDamageToAnAnswer_NeverThrows()
    {
        byte[] good = Encoding.UTF8.GetBytes(Matrix);
        Gen<byte[]> damaged =
            from cut in Gen.Choose(0, good.Length)
            from hit in Gen.Choose(0, good.Length - 1)
            from letter in Gen.Choose(0, 255)
            select Damage(good, cut, hit, (byte)letter);
        Prop.ForAll(Arb.From(damaged), body => IsSane(PromQlReader.Read(body, 200, range: true))).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static byte[] Damage(byte[] good, int cut, int hit, byte letter)
    {
        byte[] bad = [.. good];
        bad[hit] = letter;
        return cut % 3 == 0 ? bad[..cut] : bad;
    }

    private static bool IsSane(PromQlAnswer answer) => answer is PromQlAnswer.Failed { Detail.Length: <= 600 }
        || (answer is PromQlAnswer.Values values && values.Points.All(point => double.IsFinite(point.Value)) && values.Points.Select(point => point.At).Order().SequenceEqual(values.Points.Select(point => point.At)));

    private static PromQlAnswer Read(string body, int status = 200, bool range = true) => PromQlReader.Read(Encoding.UTF8.GetBytes(body), status, range);

    private static Instant At(long seconds) => Instant.FromUnixTimeSeconds(seconds);
}
