using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Web;

/// <summary>TLS and users against a real Kestrel on loopback.</summary>
public sealed class TlsServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestCertificate _ca = TestCertificate.Ca("clients");
    private TestCertificate _server = TestCertificate.SelfSigned("server");

    public TlsServerTests()
    {
        WriteServer();
        _folder.Write("ca.crt", _ca.CertificatePem);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Certificate_RotatedOnDisk_NewConnectionsGetIt()
    {
        FakeTimeProvider time = new();
        await using RunningDaemon daemon = await StartAsync("tls_server_config: { cert_file: s.crt, key_file: s.key }", time);
        using (HttpClient before = Client(daemon))
        {
            Assert.Equal("ok\n", await before.GetStringAsync("/healthz"));
        }

        _server = TestCertificate.SelfSigned("server after rotation");
        WriteServer();
        time.Advance(TimeSpan.FromSeconds(2));

        using HttpClient after = Client(daemon); // trusts the new certificate alone
        Assert.Equal("ok\n", await after.GetStringAsync("/healthz"));
    }

    [Theory]
    [InlineData("true", "2.0")]
    [InlineData("false", "1.1")]
    public async Task Http2_OfferedAsConfigured(string http2, string version)
    {
        await using RunningDaemon daemon = await StartAsync($"tls_server_config: {{ cert_file: s.crt, key_file: s.key }}\nhttp_server_config: {{ http2: {http2} }}");
        using HttpClient client = Client(daemon);
        using HttpRequestMessage request = new(HttpMethod.Get, "/healthz") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };

        using HttpResponseMessage response = await client.SendAsync(request);

        Assert.Equal(version, response.Version.ToString());
    }

    [Fact]
    public async Task ClientCertificate_RequiredAndVerified_OnlyIssuedOnesPass()
    {
        await using RunningDaemon daemon = await StartAsync(
            "tls_server_config: { cert_file: s.crt, key_file: s.key, client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.crt }");
        using HttpClient good = Client(daemon, _ca.Issue("prometheus", 7).WithKey());
        using HttpClient stranger = Client(daemon, TestCertificate.Ca("others").Issue("prometheus", 8).WithKey());
        using HttpClient none = Client(daemon);

        Assert.Equal("ok\n", await good.GetStringAsync("/healthz"));
        await Assert.ThrowsAnyAsync<Exception>(() => stranger.GetStringAsync("/healthz"));
        await Assert.ThrowsAnyAsync<Exception>(() => none.GetStringAsync("/healthz"));
    }

    [Fact]
    public async Task Users_WithoutAndWithPassword()
    {
        string hash = BCrypt.Net.BCrypt.HashPassword("right", 4);
        await using RunningDaemon daemon = await StartAsync($"basic_auth_users: {{ joe: {hash} }}\nhttp_server_config: {{ headers: {{ X-Frame-Options: sameorigin }} }}");

        using HttpResponseMessage denied = await daemon.Client.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.Unauthorized, denied.StatusCode);
        Assert.Equal("Basic realm=\"gpu-optimizer\", charset=\"UTF-8\"", denied.Headers.WwwAuthenticate.ToString());
        Assert.Equal("sameorigin", denied.Headers.GetValues("X-Frame-Options").Single());

        using HttpRequestMessage request = new(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("joe:right"u8));
        using HttpResponseMessage allowed = await daemon.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
    }

    private void WriteServer()
    {
        _folder.Write("s.crt", _server.CertificatePem);
        _folder.Write("s.key", _server.KeyPem);
    }

    private Task<RunningDaemon> StartAsync(string web, TimeProvider? time = null) =>
        RunningDaemon.StartAsync($"web_config_file: {_folder.Write("web.yaml", web)}", time);

    private HttpClient Client(RunningDaemon daemon, X509Certificate2? certificate = null)
    {
        string trusted = _server.Public.Thumbprint;
        SslClientAuthenticationOptions options = new()
        {
            RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == trusted,
        };
        if (certificate is not null)
        {
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        return daemon.NewClient(new SocketsHttpHandler { SslOptions = options });
    }
}
