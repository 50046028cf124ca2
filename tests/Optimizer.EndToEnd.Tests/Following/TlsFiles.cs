using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Optimizer.EndToEnd.Tests.Tools;

namespace Optimizer.EndToEnd.Tests.Following;

/// <summary>Two authorities, a server certificate of either, a user, and the jobs of Prometheus that use them.</summary>
internal sealed class TlsFiles
{
    private const string User = "prometheus";
    private const string Password = "correct horse";

    // bcrypt of the password at the lowest cost: what is tested is that it is asked for.
    private const string Hash = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";

    // Valid for the whole century, so that no test depends on today.
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder;

    public TlsFiles(TestFolder folder)
    {
        _folder = folder;
        Old = Authority("old");
        New = Authority("new");
        Configuration = folder.Write("web.yaml", $"tls_server_config: {{ cert_file: server.crt, key_file: server.key }}\nbasic_auth_users: {{ {User}: '{Hash}' }}\n");
    }

    /// <summary>The authority at start.</summary>
    public X509Certificate2 Old { get; }

    /// <summary>The authority after rotation.</summary>
    public X509Certificate2 New { get; }

    /// <summary>The web configuration file of the daemon.</summary>
    public string Configuration { get; }

    /// <summary>Jobs that scrape the port: with either authority, and with a wrong password.</summary>
    public static string Jobs(int port) => Job("tls-old", port, "old", Password) + Job("tls-new", port, "new", Password) + Job("tls-wrong", port, "old", "guess");

    /// <summary>Puts a new server certificate in place, as a renewal job does.</summary>
    public void Serve(X509Certificate2 issuer, byte serial)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=server", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(issuer, From, Until, [serial]);
        _folder.Write("server.key", key.ExportPkcs8PrivateKeyPem());
        _folder.Write("server.crt", certificate.ExportCertificatePem());
    }

    private X509Certificate2 Authority(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN=authority {name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        X509Certificate2 authority = request.CreateSelfSigned(From, Until);
        _folder.Write($"{name}.crt", authority.ExportCertificatePem());
        return authority;
    }

    private static string Job(string name, int port, string authority, string password) =>
        $$"""
        - job_name: {{name}}
          scheme: https
          tls_config: { ca_file: {{authority}}.crt }
          basic_auth: { username: {{User}}, password: '{{password}}' }
          static_configs: [{ targets: ['127.0.0.1:{{port}}'] }]

        """;
}
