using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Optimizer.Host.Web;

/// <summary>Checks HTTP basic authentication against bcrypt hashes. Thread-safe.</summary>
/// <remarks>
/// bcrypt is slow on purpose. A good answer is remembered by its SHA-256, so a scraper pays once; wrong answers are checked
/// one at a time with a short queue, so guessing costs the guesser and never more than one core of the node.
/// </remarks>
internal sealed class BasicAuthentication : IDisposable
{
    // Good answers remembered: users times the passwords they may have. Doubled: nothing breaks, 32 bytes each.
    private const int MostRemembered = 256;

    // Checks waiting behind the one running. Doubled, a good scraper behind a guesser waits twice as long before its first answer.
    private const int MostWaiting = 8;
    private const int LongestHeader = 1024;
    private const string Scheme = "Basic ";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly HashSet<string> _remembered = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _waiting;
    private long _checks;

    /// <summary>Times bcrypt ran.</summary>
    public long Checks => Interlocked.Read(ref _checks);

    /// <summary>Answers one request.</summary>
    /// <param name="header">The Authorization header; null when absent.</param>
    /// <param name="configuration">The users in force.</param>
    /// <param name="cancellationToken">Ends the wait when the client goes away.</param>
    public async ValueTask<AuthenticationOutcome> CheckAsync(string? header, WebConfiguration configuration, CancellationToken cancellationToken)
    {
        if (configuration.Users.IsEmpty)
        {
            return AuthenticationOutcome.Allowed;
        }

        if (!TryParse(header, out string user, out string password))
        {
            return AuthenticationOutcome.Denied;
        }

        string? known = configuration.HashOf(user);
        string key = Remember(user, known ?? "", password);
        lock (_gate)
        {
            if (known is not null && _remembered.Contains(key))
            {
                return AuthenticationOutcome.Allowed;
            }
        }

        // An unknown user costs as much as a known one: the time of an answer must not tell which names exist.
        string hash = known ?? BcryptHash.Decoy(configuration.Users.ToArray().Max(u => BcryptHash.Cost(u.Value)));
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return AuthenticationOutcome.Busy;
        }

        try
        {
            await _one.WaitAsync(cancellationToken);
            try
            {
                Interlocked.Increment(ref _checks);
                return BCrypt.Net.BCrypt.Verify(password, hash) && known is not null ? Allow(key) : AuthenticationOutcome.Denied;
            }
            finally
            {
                _one.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private AuthenticationOutcome Allow(string key)
    {
        lock (_gate)
        {
            if (_remembered.Count >= MostRemembered)
            {
                _remembered.Clear();
            }

            _remembered.Add(key);
        }

        return AuthenticationOutcome.Allowed;
    }

    /// <summary>The hash is part of the key, so a changed password is forgotten with its hash.</summary>
    private static string Remember(string user, string hash, string password) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{user}\0{hash}\0{password}")));

    private static bool TryParse(string? header, out string user, out string password)
    {
        user = password = "";
        if (header is null || header.Length > LongestHeader || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        ReadOnlySpan<char> encoded = header.AsSpan(Scheme.Length).Trim();
        if (!Base64.IsValid(encoded))
        {
            return false;
        }

        try
        {
            string text = StrictUtf8.GetString(Convert.FromBase64String(encoded.ToString()));
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                return false;
            }

            (user, password) = (text[..colon], text[(colon + 1)..]);
            return !text.Contains('\0', StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            return false; // not UTF-8: nobody's password
        }
    }
}
