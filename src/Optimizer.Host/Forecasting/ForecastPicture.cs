using System.Globalization;
using NodaTime;
using Optimizer.Forecasting.Backtesting;
using Optimizer.Model.Demand;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Optimizer.Host.Forecasting;

/// <summary>History, forecasts with their bands, and what came, as a picture.</summary>
internal static class ForecastPicture
{
    // Okabe and Ito's blue and vermilion beside black and grey: told apart by everyone, on paper too.
    private static readonly OxyColor Actual = OxyColor.FromRgb(0x1a, 0x1a, 0x1a);
    private static readonly OxyColor Known = OxyColor.FromRgb(0x8c, 0x8c, 0x8c);
    private static readonly OxyColor Median = OxyColor.FromRgb(0xd5, 0x5e, 0x00);
    private static readonly OxyColor Ink = OxyColor.FromRgb(0x33, 0x33, 0x33);
    private static readonly OxyColor Grid = OxyColor.FromRgb(0xe6, 0xe6, 0xe6);

    // Beyond it labels of dates alone are far enough apart.
    private static readonly TimeSpan LongestWithHours = TimeSpan.FromDays(4);

    // Between two neighbouring quantiles, the inner band darkest.
    private static readonly (int Lower, int Upper, string Title, OxyColor Fill)[] Bands =
    [
        (0, 1, "50 to 90 %", OxyColor.FromRgb(0x6b, 0xae, 0xd6)),
        (1, 2, "90 to 95 %", OxyColor.FromRgb(0xa6, 0xcd, 0xe6)),
        (2, 3, "95 to 99 %", OxyColor.FromRgb(0xd6, 0xe8, 0xf5)),
    ];

    /// <summary>The picture of the forecasts of a result, which must not overlap.</summary>
    public static PlotModel Of(BacktestResult result)
    {
        BacktestSeries series = result.Series;
        int first = result.Origins[0].Index, steps = result.Origins[0].Path.Steps.Count;
        int shown = Math.Max(0, first - Math.Max(steps * result.Origins.Length / 2, 1));
        PlotModel model = new()
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"{series.Name}: {result.Method}, forecasts of {BacktestNames.Span(Duration.FromSeconds((long)steps * series.BinSeconds))}, {result.Origins.Length} in a row"),
            TitleFontSize = 16,
            TitleColor = Ink,
            TextColor = Ink,
            Background = OxyColors.White,
            PlotAreaBorderColor = Known,
            Padding = new OxyThickness(12, 12, 24, 12),

            // The one sans-serif whose widths the exporter knows: text in another would run out of its boxes.
            DefaultFont = "Arial",
        };
        AddAxes(model, At(series, shown), At(series, Math.Min(series.Values.Length - 1, result.Origins[^1].Index + steps)));
        foreach (BacktestOrigin origin in result.Origins)
        {
            AddForecast(model, series, origin, isFirst: origin == result.Origins[0]);
        }

        AddLine(model, "history", Known, 1.2, Values(series, shown, first));
        AddLine(model, "actual", Actual, 1.4, Values(series, first, result.Origins[^1].Index + steps));
        return model;
    }

    private static void AddForecast(PlotModel model, BacktestSeries series, BacktestOrigin origin, bool isFirst)
    {
        foreach ((int lower, int upper, string title, OxyColor fill) in Bands.Reverse())
        {
            AreaSeries band = new() { Fill = fill, Color = OxyColors.Transparent, StrokeThickness = 0, Title = isFirst ? title : null, RenderInLegend = isFirst };
            for (int k = 1; k <= origin.Path.Steps.Count; k++)
            {
                Quantiles quantiles = origin.Path.Steps[k - 1].Quantiles;
                double time = Time(series, origin.Index + k);
                band.Points.Add(new DataPoint(time, quantiles[upper]));
                band.Points2.Add(new DataPoint(time, quantiles[lower]));
            }

            model.Series.Add(band);
        }

        AddLine(model, isFirst ? "median" : null, Median, 1.6, origin.Path.Steps.Select((step, i) => new DataPoint(Time(series, origin.Index + 1 + i), step.Quantiles.Q50)));
        model.Annotations.Add(new LineAnnotation
        {
            Type = LineAnnotationType.Vertical,
            X = Time(series, origin.Index),
            Color = Ink,
            LineStyle = LineStyle.Dash,
            StrokeThickness = 1,
            Text = isFirst ? "origin" : null,
            TextColor = Ink,
            TextOrientation = AnnotationTextOrientation.Horizontal,
            TextHorizontalAlignment = HorizontalAlignment.Right,
            TextMargin = 8,
            Layer = AnnotationLayer.BelowSeries,
        });
    }

    private static void AddLine(PlotModel model, string? title, OxyColor color, double thickness, IEnumerable<DataPoint> points)
    {
        LineSeries line = new() { Title = title, RenderInLegend = title is not null, Color = color, StrokeThickness = thickness, LineJoin = LineJoin.Round };
        line.Points.AddRange(points);
        model.Series.Add(line);
    }

    private static void AddAxes(PlotModel model, DateTime from, DateTime to)
    {
        bool isLong = to - from > LongestWithHours;
        model.Axes.Add(new DateTimeAxis
        {
            Position = AxisPosition.Bottom,
            Title = string.Create(CultureInfo.InvariantCulture, $"time (UTC), {from:yyyy-MM-dd HH:mm} to {to:yyyy-MM-dd HH:mm}"),
            Minimum = DateTimeAxis.ToDouble(from),
            Maximum = DateTimeAxis.ToDouble(to),
            StringFormat = isLong ? "MM-dd" : "MM-dd HH:mm",
            MinimumMajorStep = isLong ? 1 : 0,
            IntervalLength = 110,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = Grid,
            TicklineColor = Known,
            AxisTitleDistance = 14,
        });
        model.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left,
            Title = "value (unit of the file)",
            Minimum = 0,
            MaximumPadding = 0.08,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = Grid,
            TicklineColor = Known,
            AxisTitleDistance = 14,
        });
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.BottomCenter,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendBorderThickness = 0,
            LegendPadding = 12,
            LegendItemSpacing = 36,
            LegendSymbolLength = 24,
        });
    }

    /// <summary>The values of a range of bins, both ends included; a missing one breaks the line.</summary>
    private static IEnumerable<DataPoint> Values(BacktestSeries series, int from, int to) =>
        Enumerable.Range(from, Math.Min(to, series.Values.Length - 1) - from + 1).Select(i => new DataPoint(Time(series, i), series.Values[i]));

    private static double Time(BacktestSeries series, int index) => DateTimeAxis.ToDouble(At(series, index));

    private static DateTime At(BacktestSeries series, int index) => (series.Start + Duration.FromSeconds((long)index * series.BinSeconds)).ToDateTimeUtc();
}
