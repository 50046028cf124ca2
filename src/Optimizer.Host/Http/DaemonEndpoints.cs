using System.Text;
using System.Text.Json;
using Optimizer.Exporter.Json;
using Optimizer.Host.Configuration;
using Optimizer.Host.Control;
using Optimizer.Model.Snapshots;

namespace Optimizer.Host.Http;

/// <summary>Everything served over HTTP. Nothing here changes anything, and only GET and HEAD are mapped.</summary>
/// <param name="pages">What is shown.</param>
/// <param name="configuration">The configuration in force.</param>
/// <param name="isStopping">The daemon was told to stop.</param>
internal sealed class DaemonEndpoints(DaemonPages pages, Func<DaemonConfiguration> configuration, Func<bool> isStopping)
{
    private const string PlainText = "text/plain; charset=utf-8";
    private const string Json = "application/json";
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    // Pages for people and scripts, made anew for each request. Doubled, a script that asks in a tight loop costs twice the CPU and memory.
    private const int MostViews = 8;

    // Steps in one answer about several workloads, some 150 bytes each: 3 MB made at once. One workload alone has at most a day of minutes for each signal.
    private const int MostSteps = 20_000;

    private readonly ScrapeLimit _scrapes = new();
    private readonly ScrapeLimit _views = new();

    /// <summary>Maps every route.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        Get(routes, "/", context => ViewAsync(context, LandingAsync));
        Get(routes, "/metrics", context => ScrapeAsync(context, pages.Metrics));
        Get(routes, "/metrics/dcgm", DcgmAsync);
        Get(routes, "/healthz", context => TextAsync(context, StatusCodes.Status200OK, "ok\n"));
        Get(routes, "/readyz", ReadyAsync);
        Get(routes, "/api/v1/snapshot", context => ViewAsync(context, c => JsonAsync(c, pages.SnapshotJson)));
        Get(routes, "/api/v1/layout", context => ViewAsync(context, c => JsonAsync(c, pages.LayoutJson)));
        Get(routes, "/api/v1/forecast", context => ViewAsync(context, ForecastAsync));
        Get(routes, "/api/v1/plan", context => ViewAsync(context, c => ViewEndpoints.PlanAsync(c, pages.Plans)));
        Get(routes, "/api/v1/history", context => ViewAsync(context, c => ViewEndpoints.HistoryAsync(c, pages.Plans)));
    }

    private static void Get(IEndpointRouteBuilder routes, string path, RequestDelegate handler) => routes.MapMethods(path, Reading, handler);

    private Task LandingAsync(HttpContext context)
    {
        byte[] page = Encoding.UTF8.GetBytes(LandingPage.Html(pages.LatestSnapshot(), pages.LatestForecast?.Invoke(), pages.LatestForecast is not null, configuration()));
        return SendAsync(context, new PageAnswer("text/html; charset=utf-8", page));
    }

    private Task DcgmAsync(HttpContext context) => configuration().Metrics.DcgmPage
        ? ScrapeAsync(context, pages.Dcgm)
        : TextAsync(context, StatusCodes.Status404NotFound, "The DCGM compatibility page is off. Switch it on with metrics.dcgm_page: true in the configuration.\n");

    private Task ReadyAsync(HttpContext context)
    {
        if (isStopping())
        {
            return TextAsync(context, StatusCodes.Status503ServiceUnavailable, "not ready: the daemon is stopping\n");
        }

        if (pages.LatestSnapshot() is null)
        {
            return TextAsync(context, StatusCodes.Status503ServiceUnavailable, "not ready: the first sampling cycle is not complete\n");
        }

        // Also without a driver or with lost GPUs: the daemon tells of them, and taking it out of service would hide them.
        return TextAsync(context, StatusCodes.Status200OK, "ready\n");
    }

    private async Task ScrapeAsync(HttpContext context, RenderPage render)
    {
        // The place is kept until the last byte is sent, so that readers who stall are counted as well; Kestrel's least data rate ends them.
        if (!_scrapes.TryEnter(configuration().Http.MaxConcurrentScrapes))
        {
            context.Response.Headers.RetryAfter = "1";
            await TextAsync(context, StatusCodes.Status503ServiceUnavailable, "too many scrapes at once; see http.max_concurrent_scrapes\n");
            return;
        }

        try
        {
            HttpRequest request = context.Request;
            string? accept = request.Headers.Accept.Count == 0 ? null : request.Headers.Accept.ToString();
            PageAnswer page = await render(accept, GzipNegotiation.Accepts(request.Headers.AcceptEncoding), context.RequestAborted);
            using (page.Lease)
            {
                context.Response.Headers.Vary = "Accept, Accept-Encoding";
                await SendAsync(context, page);
            }
        }
        finally
        {
            _scrapes.Leave();
        }
    }

    private async Task ViewAsync(HttpContext context, RequestDelegate view)
    {
        if (!_views.TryEnter(MostViews))
        {
            context.Response.Headers.RetryAfter = "1";
            await ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, "busy", $"{MostViews} such requests are being answered; ask again in a second.");
            return;
        }

        try
        {
            await view(context);
        }
        finally
        {
            _views.Leave();
        }
    }

    private Task JsonAsync(HttpContext context, Func<NodeSnapshot, ReadOnlyMemory<byte>> render) => pages.LatestSnapshot() is NodeSnapshot snapshot
        ? SendAsync(context, new PageAnswer(Json, render(snapshot)))
        : ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, "not_ready", "The first sampling cycle is not complete; ask again in a second.");

    private Task ForecastAsync(HttpContext context)
    {
        if (pages.LatestForecast is not { } latest)
        {
            return ProblemAsync(context, StatusCodes.Status404NotFound, "not_available", "Forecasting is off. Switch it on with forecast.enabled: true in the configuration and restart.");
        }

        if (!ForecastQuery.TryRead(context.Request.Query, out ForecastFilter? filter, out string? problem))
        {
            return ProblemAsync(context, StatusCodes.Status400BadRequest, "bad_query", problem);
        }

        if (latest() is not { } forecast)
        {
            return ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, "not_ready", "Nothing is forecast yet; ask again in a minute.");
        }

        long steps = ForecastJson.CountSteps(forecast, filter);
        if (filter.Workload is null && steps > MostSteps)
        {
            return ProblemAsync(
                context, StatusCodes.Status400BadRequest, "too_many_steps", $"That would be {steps} steps, and one answer holds {MostSteps}; ask for one workload at a time with workload=NAME&steps=true.");
        }

        return filter.IsKnown(forecast)
            ? SendAsync(context, new PageAnswer(Json, ForecastJson.Serialize(forecast, filter)))
            : ProblemAsync(
                context, StatusCodes.Status404NotFound, "unknown_workload", $"No demand of a workload '{filter.Workload}' is followed; /api/v1/forecast without workload lists those that are.");
    }

    private static Task ProblemAsync(HttpContext context, int status, string error, string message)
    {
        context.Response.StatusCode = status;
        return SendAsync(context, new PageAnswer(Json, Encoding.UTF8.GetBytes($$"""{"error":"{{error}}","message":"{{JsonEncodedText.Encode(message)}}"}""" + "\n")));
    }

    private static Task TextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        return SendAsync(context, new PageAnswer(PlainText, Encoding.UTF8.GetBytes(text)));
    }

    private static async Task SendAsync(HttpContext context, PageAnswer page)
    {
        HttpResponse response = context.Response;
        response.ContentType = page.ContentType;
        response.ContentLength = page.Body.Length;
        if (page.Gzip)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(page.Body, context.RequestAborted);
        }
    }
}
