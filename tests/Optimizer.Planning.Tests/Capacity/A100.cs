using Optimizer.Model.Collections;
using Optimizer.Model.Tests.Mig;
using Optimizer.Planning.Capacity;

namespace Optimizer.Planning.Tests.Capacity;

/// <summary>Shapes of an A100 and answers about them, so that a test says only its rates.</summary>
internal static class A100
{
    internal static readonly string[] Profiles = ["1g.5gb", "2g.10gb", "3g.20gb", "4g.20gb", "7g.40gb"];

    internal static ProfileShape Shape(string profile, string board = Board.A100) =>
        ProfileShape.Of(board, Board.Geometry(board), Board.Geometry(board).FindProfile(profile)!);

    internal static KnownFigures Known(params (string Profile, double Rate)[] rates) => new()
    {
        Figures = rates.Select(rate => new KnownFigure(Shape(rate.Profile), rate.Rate)).ToValueArray(),
    };

    internal static CapacityAnswer.Predicted Predicted(this KnownFigures known, string profile) =>
        Assert.IsType<CapacityAnswer.Predicted>(CapacityModel.Default.Predict(known, Shape(profile)));
}
