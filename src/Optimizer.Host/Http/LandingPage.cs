using System.Text;
using System.Text.Encodings.Web;
using Optimizer.Host.Configuration;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;

namespace Optimizer.Host.Http;

/// <summary>The page at <c>/</c>: what is served and how the node is, readable without styles, scripts or anything from elsewhere.</summary>
internal static class LandingPage
{
    /// <summary>The page. Every text from the node is escaped.</summary>
    /// <param name="snapshot">The latest; null before the first.</param>
    /// <param name="forecast">The latest; null before the first.</param>
    /// <param name="forecasting">Forecasts are made in this process, whatever a configuration read since says.</param>
    /// <param name="configuration">In force.</param>
    public static string Html(NodeSnapshot? snapshot, DemandForecast? forecast, bool forecasting, DaemonConfiguration configuration)
    {
        StringBuilder html = new();
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.Append("<title>GPU Optimizer</title>\n</head>\n<body>\n<main>\n<h1>GPU Optimizer</h1>\n");
        html.Append("<p>").Append(Escape(StatusLine.Of(snapshot))).Append("</p>\n");
        html.Append("<p>").Append(Escape(ForecastLine.Of(forecasting, forecast))).Append("</p>\n");
        html.Append("<h2>Pages</h2>\n<ul>\n");
        Link(html, "/metrics", "metrics in Prometheus text and OpenMetrics");
        if (configuration.Metrics.DcgmPage)
        {
            Link(html, "/metrics/dcgm", "the same readings under dcgm-exporter's names");
        }

        Link(html, "/api/v1/snapshot", "the latest snapshot as JSON");
        Link(html, "/api/v1/layout", "MIG layouts as JSON");
        if (forecasting)
        {
            Link(html, "/api/v1/forecast", "demand and forecasts as JSON; add ?workload=NAME, ?signal=NAME or ?steps=true");
        }

        Link(html, "/api/v1/plan", "the newest plan and how far it is as JSON");
        Link(html, "/api/v1/history", "the plans before it as JSON; add ?most=N or ?acted=true");
        Link(html, "/healthz", "the process lives");
        Link(html, "/readyz", "the first sampling cycle is complete");
        html.Append("</ul>\n");
        Gpus(html, snapshot);
        html.Append("<p>Version ").Append(Escape(ProductVersion.Text)).Append("</p>\n</main>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void Gpus(StringBuilder html, NodeSnapshot? snapshot)
    {
        if (snapshot is null || snapshot.Gpus.IsEmpty)
        {
            return;
        }

        html.Append("<h2>GPUs</h2>\n<table>\n<caption>GPUs in the latest snapshot</caption>\n<thead><tr>");
        html.Append("<th scope=\"col\">Index</th><th scope=\"col\">Name</th><th scope=\"col\">UUID</th><th scope=\"col\">State</th><th scope=\"col\">MIG layout</th></tr></thead>\n<tbody>\n");
        foreach (GpuSnapshot gpu in snapshot.Gpus)
        {
            html.Append("<tr><th scope=\"row\">").Append(gpu.Identity.Index).Append("</th><td>").Append(Escape(gpu.Identity.Name)).Append("</td><td>")
                .Append(Escape(gpu.Uuid.Value)).Append("</td><td>").Append(Escape(gpu.Availability.ToString())).Append("</td><td>")
                .Append(Escape(gpu.Mig?.Layout ?? "no MIG")).Append("</td></tr>\n");
        }

        html.Append("</tbody>\n</table>\n");
    }

    private static void Link(StringBuilder html, string path, string what) =>
        html.Append("<li><a href=\"").Append(path).Append("\">").Append(path).Append("</a>: ").Append(Escape(what)).Append("</li>\n");

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
