using Optimizer.Host.Web;

namespace Optimizer.Host.Http;

/// <summary>What every request passes before it reaches a page: headers, then users, then the method.</summary>
internal sealed class RequestGate(WebConfigurationStore web, BasicAuthentication authentication)
{
    /// <summary>Answers the request itself, or hands it on.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        WebConfiguration configuration = web.Look();
        SetHeaders(context.Response.Headers, configuration);
        string? header = context.Request.Headers.Authorization.Count == 1 ? context.Request.Headers.Authorization[0] : null;
        switch (await authentication.CheckAsync(header, configuration, context.RequestAborted))
        {
            case AuthenticationOutcome.Denied:
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"gpu-optimizer\", charset=\"UTF-8\"";
                return;
            case AuthenticationOutcome.Busy:
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = "1";
                return;
            case AuthenticationOutcome.Allowed:
                break;
            default:
                throw new InvalidOperationException("unhandled outcome");
        }

        // Routes refuse other methods themselves; this refuses them for paths that do not exist as well.
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return;
        }

        await next(context);
    }

    private static void SetHeaders(IHeaderDictionary headers, WebConfiguration configuration)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        foreach ((string name, string value) in configuration.Headers)
        {
            headers[name] = value;
        }
    }
}
