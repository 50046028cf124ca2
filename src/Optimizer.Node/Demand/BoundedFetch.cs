using Optimizer.Control.Demand;

namespace Optimizer.Node.Demand;

/// <summary>Sends one request and reads at most so many bytes of its answer, before a deadline.</summary>
internal static class BoundedFetch
{
    private const int ChunkBytes = 16 * 1024;

    /// <summary>Sends it; never throws for what the other side does.</summary>
    /// <exception cref="OperationCanceledException">The caller's own token, not the deadline, ended it.</exception>
    public static async Task<Fetched> SendAsync(
        HttpMessageInvoker client, HttpRequestMessage request, int maxBytes, CancellationToken deadline, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            return new Fetched.Failed(DemandTroubleReason.Unreachable, $"'{request.RequestUri}' is no http or https address");
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken);
        try
        {
            using HttpResponseMessage response = await client.SendAsync(request, either.Token).ConfigureAwait(false);
            if (response.Content.Headers.ContentLength > maxBytes)
            {
                return TooLarge(maxBytes);
            }

            Stream body = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                return await ReadAsync(body, maxBytes, either.Token).ConfigureAwait(false) is { } read
                    ? new Fetched.Answer(response.StatusCode, read)
                    : TooLarge(maxBytes);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return deadline.IsCancellationRequested
                ? new Fetched.Failed(DemandTroubleReason.Deadline, "no whole answer before the deadline")
                : new Fetched.Failed(DemandTroubleReason.Unreachable, "the connection could not be made in time");
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or InvalidDataException or InvalidOperationException or ArgumentException)
        {
            return new Fetched.Failed(DemandTroubleReason.Unreachable, Innermost(problem));
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        using MemoryStream read = new();
        byte[] chunk = new byte[ChunkBytes];
        while (await body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false) is > 0 and int count)
        {
            if (read.Length + count > maxBytes)
            {
                return null;
            }

            read.Write(chunk, 0, count);
        }

        return read.ToArray();
    }

    private static Fetched.Failed TooLarge(int maxBytes) =>
        new(DemandTroubleReason.TooLarge, $"the answer is larger than {maxBytes >> 10} KiB");

    private static string Innermost(Exception problem)
    {
        Exception inner = problem;
        while (inner.InnerException is { } deeper)
        {
            inner = deeper;
        }

        return inner.Message;
    }
}
