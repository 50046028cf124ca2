namespace Optimizer.Host.Http;

/// <summary>Renders a metrics page from the latest snapshot. Must be thread-safe and must never reach the hardware.</summary>
/// <param name="accept">The request's Accept header; null when absent.</param>
/// <param name="gzip">The client takes gzip.</param>
/// <param name="cancellationToken">Ends the wait when the client goes away.</param>
internal delegate ValueTask<PageAnswer> RenderPage(string? accept, bool gzip, CancellationToken cancellationToken);
