using System.Security.Authentication;
using Optimizer.Host.Tests.Support;
using Optimizer.Host.Web;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Tests.Web;

public sealed class WebFileReaderTests
{
    private const string Hash = "$2y$10$abcdefghijklmnopqrstuuDbWRHjwGyUGgjjfBkGRDWBNJZsTGWaC";

    [Fact]
    public void Read_WholeFile_IsTaken()
    {
        WebFile file = Good($"""
            tls_server_config:
              cert_file: server.crt
              key_file: /keys/server.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: ca.crt
              min_version: TLS13
            http_server_config:
              http2: false
              headers:
                X-Frame-Options: sameorigin
            basic_auth_users:
              zoe: {Hash}
              adam: {Hash}
            """);

        Assert.Equal("/etc/x/server.crt", file.Tls!.Certificate.Path);
        Assert.Equal("/keys/server.key", file.Tls.Key.Path);
        Assert.Equal("/etc/x/ca.crt", file.Tls.ClientCa!.Path);
        Assert.Equal(ClientAuthentication.RequireAndVerifyClientCert, file.Tls.ClientAuthentication);
        Assert.Equal(SslProtocols.Tls13, file.Tls.Protocols);
        Assert.False(file.Http2);
        Assert.Equal("sameorigin", file.Headers[0].Value);
        Assert.Equal(["adam", "zoe"], file.Users.Select(u => u.Key));
    }

    [Fact]
    public void Read_ShippedSample_IsPlainHttpAndLegalOnceUncommented()
    {
        string sample = File.ReadAllText(Path.Combine(Repository.Root, "packaging", "web.yaml"));

        Assert.Equal(new WebFile(), Good(sample));

        string[] settings = [.. sample.Split('\n').Where(l => l.StartsWith("# ", StringComparison.Ordinal) && l.Contains(':', StringComparison.Ordinal))
            .Select(l => l[2..]).SkipWhile(l => l != "tls_server_config:").Where(l => l.EndsWith(':') || l.StartsWith("  ", StringComparison.Ordinal))];
        WebFile whole = Good(string.Join('\n', settings));
        Assert.NotNull(whole.Tls);
        Assert.Equal("prometheus", whole.Users[0].Key);
    }

    [Theory]
    [InlineData("tls_config: {}", "w:1:1: unknown key \"tls_config\"; did you mean \"tls_server_config\"?")]
    [InlineData("tls_server_config: {}", "w:1:20: tls_server_config.cert_file: is missing; TLS needs it|w:1:20: tls_server_config.key_file: is missing; TLS needs it")]
    [InlineData("tls_server_config: { cert_file: a, key_file: b, min_version: TLS10 }", "w:1:62: tls_server_config.min_version: found \"TLS10\", expected one of the words TLS12, TLS13")]
    [InlineData("tls_server_config: { cert_file: a, key_file: b, min_version: TLS13, max_version: TLS12 }", "w:1:20: tls_server_config.max_version: is TLS12, expected at least min_version, which is TLS13")]
    [InlineData("tls_server_config: { cert_file: a, key_file: b, cipher_suites: [X] }", "w:1:49: tls_server_config.cipher_suites: is not set here: OpenSSL's system policy (openssl.cnf) decides; remove the key")]
    [InlineData("tls_server_config: { cert_file: a, key_file: b, client_allowed_sans: [X] }", "w:1:49: tls_server_config.client_allowed_sans: is not supported; remove the key")]
    [InlineData("tls_server_config: { cert_file: a, key_file: b, client_auth_type: RequireAndVerifyClientCert }", "w:1:20: tls_server_config.client_ca_file: is missing; client_auth_type RequireAndVerifyClientCert needs it")]
    [InlineData("tls_server_config: { cert_file: a, key_file: b, client_ca_file: c }", "w:1:65: tls_server_config.client_ca_file: is set, but client_auth_type NoClientCert verifies nobody; set client_auth_type to RequireAndVerifyClientCert or remove it")]
    [InlineData("http_server_config: { headers: { Server: x } }", "w:1:34: http_server_config.headers: unknown key \"Server\"")]
    [InlineData("http_server_config: { headers: { X-Frame-Options: \"a\\r\\nSet-Cookie: b\" } }", "w:1:51: http_server_config.headers.X-Frame-Options: found the quoted text \"a??Set-Cookie: b\", expected one line of at most 4096 printable ASCII characters")]
    [InlineData("basic_auth_users: [joe]", "w:1:19: basic_auth_users: found a list, expected a group of keys")]
    [InlineData("basic_auth_users:", "w:1:18: basic_auth_users: is empty, expected at least one user; remove the key to let everyone in")]
    [InlineData("basic_auth_users: {}", "w:1:19: basic_auth_users: is empty, expected at least one user; remove the key to let everyone in")]
    [InlineData("basic_auth_users: { joe: }", "w:1:26: basic_auth_users: \"joe\": found nothing, expected a bcrypt hash (make one with: htpasswd -nBC 10 NAME)")]
    [InlineData("basic_auth_users: { joe: $2y$16$abcdefghijklmnopqrstuuDbWRHjwGyUGgjjfBkGRDWBNJZsTGWaC }", "w:1:26: basic_auth_users: \"joe\": its cost is 16, expected 4 to 14, expected a bcrypt hash (make one with: htpasswd -nBC 10 NAME)")]
    [InlineData("basic_auth_users: { a: x, a: y }", "w:1:24: basic_auth_users: \"a\": this is not a bcrypt hash, expected a bcrypt hash (make one with: htpasswd -nBC 10 NAME)|w:1:27: basic_auth_users: \"a\" is already set in line 1; remove one of the two")]
    public void Read_Mistakes_SayWhereWhatAndWhatIsLegal(string text, string messages)
    {
        FileErrors errors = new("w");

        WebFileReader.Read(text, "/etc/x", errors);

        Assert.Equal(messages.Split('|'), errors.ToSorted().Select(e => e.ToString()));
    }

    private static WebFile Good(string text)
    {
        FileErrors errors = new("w");
        WebFile file = WebFileReader.Read(text, "/etc/x", errors);
        Assert.Empty(errors.ToSorted());
        return file;
    }
}
