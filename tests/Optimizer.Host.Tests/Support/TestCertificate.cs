using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Optimizer.Host.Tests.Support;

/// <summary>Makes certificates for tests; valid for the whole century so that no test depends on today.</summary>
internal sealed class TestCertificate
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private TestCertificate(string name, TestCertificate? issuer, bool isCa, byte serial)
    {
        CertificateRequest request = new($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isCa, false, 0, true));
        if (!isCa)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
            SubjectAlternativeNameBuilder names = new();
            names.AddIpAddress(System.Net.IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }

        Public = issuer is null
            ? request.CreateSelfSigned(From, Until)
            : request.Create(issuer.WithKey(), From, Until, [serial]);
    }

    public X509Certificate2 Public { get; }

    public string CertificatePem => Public.ExportCertificatePem();

    public string KeyPem => _key.ExportPkcs8PrivateKeyPem();

    public static TestCertificate Ca(string name) => new(name, null, isCa: true, serial: 1);

    public static TestCertificate SelfSigned(string name) => new(name, null, isCa: false, serial: 1);

    public TestCertificate Issue(string name, byte serial) => new(name, this, isCa: false, serial);

    public X509Certificate2 WithKey() => Public.HasPrivateKey ? Public : Public.CopyWithPrivateKey(_key);

    public string EncryptedKeyPem() =>
        _key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000));
}
