using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Optimizer.Host.Tests.Support;
using Optimizer.Host.Web;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Tests.Web;

public sealed class WebConfigurationStoreTests : IDisposable
{
    private const string Tls = "tls_server_config: { cert_file: s.crt, key_file: s.key }\n";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CapturedLog _log = new();
    private readonly string _path;

    public WebConfigurationStoreTests()
    {
        Certificate(TestCertificate.SelfSigned("one"));
        _path = _folder.Write("web.yaml", Tls);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void Look_CertificateRotated_NextLookServesIt()
    {
        WebConfigurationStore store = Open();
        string before = store.Current.Tls!.Thumbprint;
        TestCertificate next = TestCertificate.SelfSigned("a much longer name than before");
        Certificate(next);

        Assert.Equal(before, store.Look().Tls!.Thumbprint); // not before a second has passed
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(before, store.Look().Tls!.Thumbprint);
        Assert.True(store.IsUpToDate);
    }

    [Fact]
    public void Look_KeyAndCertificateDoNotMatch_LastGoodUntilMended()
    {
        WebConfigurationStore store = Open();
        string before = store.Current.Tls!.Thumbprint;
        TestCertificate next = TestCertificate.SelfSigned("a much longer name than before");
        _folder.Write("s.crt", next.CertificatePem);

        for (int i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(before, store.Look().Tls!.Thumbprint);
        }

        Assert.False(store.IsUpToDate);
        Assert.Contains("is not the private key of the certificate in", Assert.Single(_log.Lines)); // said once, not each second

        _folder.Write("s.key", next.KeyPem);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(before, store.Look().Tls!.Thumbprint);
        Assert.True(store.IsUpToDate);
    }

    [Fact]
    public void Reload_ClientsNoLongerVerified_RefusedUntilRestart()
    {
        _folder.Write("ca.crt", TestCertificate.Ca("ours").CertificatePem);
        _folder.Write("web.yaml", "tls_server_config: { cert_file: s.crt, key_file: s.key, client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.crt }\n");
        WebConfigurationStore store = Open();
        _folder.Write("web.yaml", Tls);

        Assert.Contains("client certificates would no longer be verified", Assert.Single(store.Reload()).Message);
        Assert.True(store.Current.Tls!.VerifiesClients);
    }

    [Fact]
    public void Reload_TlsSwitchedOff_RefusedUntilRestart()
    {
        WebConfigurationStore store = Open();
        _folder.Write("web.yaml", "");

        Assert.Contains("needs a restart", Assert.Single(store.Reload()).Message);
        Assert.NotNull(store.Current.Tls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("basic_auth_users:")]
    [InlineData("http_server_config: { http2: false }")]
    public void Look_UsersVanishFromTheFile_NobodyNewIsLetIn(string text)
    {
        string users = "basic_auth_users: { joe: $2y$10$abcdefghijklmnopqrstuuDbWRHjwGyUGgjjfBkGRDWBNJZsTGWaC }\n";
        _folder.Write("web.yaml", Tls + users);
        WebConfigurationStore store = Open();

        _folder.Write("web.yaml", Tls + text);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(store.Look().HashOf("joe"));
        Assert.False(store.IsUpToDate);
        Assert.Contains("basic_auth_users", Assert.Single(store.Reload()).ToString());

        _folder.Write("web.yaml", Tls + users);
        Assert.Empty(store.Reload());
    }

    [Fact]
    public void Look_FileChangesWhileItIsRead_TheNewTextIsTaken()
    {
        const string Headers = "http_server_config: { headers: { X-Frame-Options: sameorigin } }\n";
        bool raced = false;
        WebConfigurationStore store = WebConfigurationStore.Open(_path, _time, _log, path =>
        {
            WebConfigurationResult result = WebConfigurationLoader.Load(path);
            if (!raced)
            {
                raced = true;
                _folder.Write("web.yaml", Tls + Headers);
            }

            return result;
        }, out _)!;

        Assert.Single(store.Current.Headers);
    }

    [Fact]
    public void Look_FileNeverComesToRest_IsReadAgainAtTheNextLook()
    {
        int readings = 0;
        bool busy = true;
        WebConfigurationStore store = WebConfigurationStore.Open(_path, _time, _log, path =>
        {
            readings++;
            WebConfigurationResult result = WebConfigurationLoader.Load(path);
            if (busy)
            {
                _folder.Write("web.yaml", Tls + new string('\n', readings));
            }

            return result;
        }, out _)!;
        Assert.Equal(3, readings);

        busy = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        store.Look();
        Assert.Equal(4, readings);
        _time.Advance(TimeSpan.FromSeconds(1));
        store.Look();
        Assert.Equal(4, readings); // at rest now
    }

    [Theory]
    [InlineData("not a certificate", null, "cert_file: ", "holds no certificate in PEM")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", null, "cert_file: ", "is not a certificate in PEM")]
    [InlineData(null, "not a key", "key_file: ", "is not the private key of the certificate in")]
    public void Open_BrokenPem_NamesFileAndCause(string? certificate, string? key, string where, string cause)
    {
        if (certificate is not null)
        {
            _folder.Write("s.crt", certificate);
        }

        if (key is not null)
        {
            _folder.Write("s.key", key);
        }

        string error = Assert.Single(Errors()).ToString();
        Assert.Contains(where, error);
        Assert.Contains(cause, error);
        Assert.Contains(_folder.Path, error);
    }

    [Fact]
    public void Open_EncryptedKey_SaysWhatToDo()
    {
        _folder.Write("s.key", TestCertificate.SelfSigned("one").EncryptedKeyPem());

        Assert.Contains("is encrypted; the daemon cannot ask for its password", Assert.Single(Errors()).Message);
    }

    [Fact]
    public void Open_NoFileNamed_ServesEveryoneInPlain()
    {
        WebConfigurationStore store = WebConfigurationStore.Open(null, _time, _log, out _)!;

        Assert.Same(WebConfiguration.Open, store.Look());
        Assert.Empty(store.Reload());
    }

    private WebConfigurationStore Open()
    {
        WebConfigurationStore? store = WebConfigurationStore.Open(_path, _time, _log, out ImmutableArray<FileError> errors);
        Assert.True(store is not null, string.Join('\n', errors));
        return store;
    }

    private ImmutableArray<FileError> Errors()
    {
        Assert.Null(WebConfigurationStore.Open(_path, _time, _log, out ImmutableArray<FileError> errors));
        return errors;
    }

    private void Certificate(TestCertificate certificate)
    {
        _folder.Write("s.crt", certificate.CertificatePem);
        _folder.Write("s.key", certificate.KeyPem);
    }
}
