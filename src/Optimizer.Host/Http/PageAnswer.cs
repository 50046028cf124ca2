namespace Optimizer.Host.Http;

/// <summary>A rendered page.</summary>
/// <param name="ContentType">Value of the Content-Type header.</param>
/// <param name="Body">The bytes; valid until <paramref name="Lease"/> is disposed.</param>
/// <param name="Gzip">The bytes are gzip.</param>
/// <param name="Lease">Disposed once the body is sent; null when nothing is to be given back.</param>
internal readonly record struct PageAnswer(string ContentType, ReadOnlyMemory<byte> Body, bool Gzip = false, IDisposable? Lease = null);
