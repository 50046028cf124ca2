using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Optimizer.Host.Web;

/// <summary>The server's certificate and what it asks of clients, ready for a handshake. Thread-safe.</summary>
internal sealed class TlsIdentity
{
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");

    private readonly SslStreamCertificateContext _certificate;
    private readonly SslProtocols _protocols;
    private readonly ClientAuthentication _asked;
    private readonly X509Certificate2Collection _clientCas;
    private readonly bool _http2;

    /// <summary>Makes an identity from loaded parts.</summary>
    public TlsIdentity(SslStreamCertificateContext certificate, SslProtocols protocols, ClientAuthentication asked, X509Certificate2Collection clientCas, bool http2)
    {
        _certificate = certificate;
        _protocols = protocols;
        _asked = asked;
        _clientCas = clientCas;
        _http2 = http2;
    }

    /// <summary>SHA-256 of the leaf certificate in hexadecimal, for the log.</summary>
    public string Thumbprint => _certificate.TargetCertificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>Whether a client certificate, where one is given or demanded, must come from a known issuer.</summary>
    public bool VerifiesClients => _asked is ClientAuthentication.VerifyClientCertIfGiven or ClientAuthentication.RequireAndVerifyClientCert;

    /// <summary>Options for one handshake.</summary>
    public SslServerAuthenticationOptions Handshake() => new()
    {
        ServerCertificateContext = _certificate,
        EnabledSslProtocols = _protocols,
        AllowRenegotiation = false,
        ClientCertificateRequired = _asked != ClientAuthentication.NoClientCert,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = Accepts,
        ApplicationProtocols = _http2 ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] : [SslApplicationProtocol.Http11],
    };

    private bool Accepts(object sender, X509Certificate? certificate, X509Chain? received, SslPolicyErrors errors) => _asked switch
    {
        ClientAuthentication.NoClientCert or ClientAuthentication.RequestClientCert => true,
        ClientAuthentication.RequireAnyClientCert => certificate is not null,
        ClientAuthentication.VerifyClientCertIfGiven => certificate is null || IsIssuedByClientCa(certificate, received),
        ClientAuthentication.RequireAndVerifyClientCert => certificate is not null && IsIssuedByClientCa(certificate, received),
        _ => throw new InvalidOperationException($"unhandled {_asked}"),
    };

    private bool IsIssuedByClientCa(X509Certificate certificate, X509Chain? received)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_clientCas);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true; // a client must not make the daemon fetch what its certificate names
        chain.ChainPolicy.ApplicationPolicy.Add(ClientUse);
        if (received is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(received.ChainPolicy.ExtraStore);
        }

        using X509Certificate2 leaf = new(certificate);
        return chain.Build(leaf);
    }
}
