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
    private static readonly OxyColor Came = OxyColor.FromRgb(0x1a, 0x1a, 0x1a);
    private static readonly OxyColor Known = OxyColor.FromRgb(0x8c, 0x8c, 0x8c);
    private static readonly OxyColor Median = OxyColor.FromRgb(0xd5, 0x5e, 0x00);
    private static readonly OxyColor Ink = OxyColor.FromRgb(0x33, 0x33, 0x33);
    private static readonly OxyColor Grid = OxyColor.FromRgb(0xe6, 0xe6, 0xe6);

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
        int shown = Math.Max(0, first - Math.Max(steps * result.Origins.Length, 1));
        PlotModel model = new()
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"{series.Name}: {result.Method}, forecasts of {BacktestNames.Span(Duration.FromSeconds((long)steps * series.BinSeconds))} from {result.Origins.Length} origins"),
            TitleFontSize = 16,
            TitleColor = Ink,
            TextColor = Ink,
            Background = OxyColors.White,
            PlotAreaBorderColor = Known,
            DefaultFont = "sans-serif",
        };
        AddAxes(model, Time(series, shown), Time(series, Math.Min(series.Values.Length - 1, result.Origins[^1].Index + steps)));
        foreach (BacktestOrigin origin in result.Origins)
        {
            AddForecast(model, series, origin, isFirst: origin == result.Origins[0]);
        }

        AddLine(model, "history", Known, 1.2, Values(series, shown, first));
        AddLine(model, "what came", Came, 1.4, Values(series, first, result.Origins[^1].Index + steps));
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
            Layer = AnnotationLayer.BelowSeries,
        });
    }

    private static void AddLine(PlotModel model, string? title, OxyColor color, double thickness, IEnumerable<DataPoint> points)
    {
        LineSeries line = new() { Title = title, RenderInLegend = title is not null, Color = color, StrokeThickness = thickness, LineJoin = LineJoin.Round };
        line.Points.AddRange(points);
        model.Series.Add(line);
    }

    private static void AddAxes(PlotModel model, double from, double to)
    {
        model.Axes.Add(new DateTimeAxis
        {
            Position = AxisPosition.Bottom,
            Title = "time (UTC)",
            Minimum = from,
            Maximum = to,
            StringFormat = to - from > 2 ? "yyyy-MM-dd" : "MM-dd HH:mm",
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = Grid,
            TicklineColor = Known,
            CalendarWeekRule = CalendarWeekRule.FirstFourDayWeek,
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
        });
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.BottomCenter,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendBorderThickness = 0,
        });
    }

    /// <summary>The values of a range of bins, both ends included; a missing one breaks the line.</summary>
    private static IEnumerable<DataPoint> Values(BacktestSeries series, int from, int to) =>
        Enumerable.Range(from, Math.Min(to, series.Values.Length - 1) - from + 1).Select(i => new DataPoint(Time(series, i), series.Values[i]));

    private static double Time(BacktestSeries series, int index) =>
        DateTimeAxis.ToDouble((series.Start + Duration.FromSeconds((long)index * series.BinSeconds)).ToDateTimeUtc());
}
