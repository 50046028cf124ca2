using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Web;

/// <summary>Reads a web configuration file and the certificates it names.</summary>
internal static class WebConfigurationLoader
{
    /// <summary>Everything is legal and readable, or all errors; never throws for what the operator can get wrong.</summary>
    public static WebConfigurationResult Load(string path)
    {
        FileErrors errors = new(path);
        string? text = TextFile.Read(path, errors);
        WebFile file = text is null ? new WebFile() : WebFileReader.Read(text, Path.GetDirectoryName(Path.GetFullPath(path))!, errors);
        TlsIdentity? identity = file.Tls is null ? null : LoadTls(file.Tls, file.Http2, errors);
        return errors.IsEmpty
            ? new WebConfigurationResult.Loaded(new WebConfiguration(identity, file.Headers, file.Users), Watched(path, file))
            : new WebConfigurationResult.Refused(errors.ToSorted(), Watched(path, file));
    }

    private static string[] Watched(string path, WebFile file)
    {
        IEnumerable<string?> named = [path, file.Tls?.Certificate.Path, file.Tls?.Key.Path, file.Tls?.ClientCa?.Path];
        return [.. named.OfType<string>()];
    }

    private static TlsIdentity? LoadTls(TlsFile tls, bool http2, FileErrors errors)
    {
        string? certificates = Pem(tls.Certificate, errors);
        string? key = Pem(tls.Key, errors);
        X509Certificate2Collection? clientCas = tls.ClientCa is null ? [] : LoadCertificates(tls.ClientCa, errors);
        if (certificates is null || key is null || clientCas is null)
        {
            return null;
        }

        X509Certificate2Collection? chain = ParseCertificates(tls.Certificate, certificates, errors);
        if (chain is null)
        {
            return null;
        }

        if (key.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            errors.Add(tls.Key.At, tls.Key.Key, $"the private key in {tls.Key.Path} is encrypted; the daemon cannot ask for its password, store it decrypted with mode 0600");
            return null;
        }

        try
        {
            X509Certificate2 leaf = X509Certificate2.CreateFromPem(certificates, key);
            chain.RemoveAt(0);
            SslStreamCertificateContext context = SslStreamCertificateContext.Create(leaf, chain, offline: true);
            return new TlsIdentity(context, tls.Protocols, tls.ClientAuthentication, clientCas, http2);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            errors.Add(tls.Key.At, tls.Key.Key, $"{tls.Key.Path} is not the private key of the certificate in {tls.Certificate.Path}: {failure.Message}");
            return null;
        }
    }

    private static X509Certificate2Collection? LoadCertificates(FileReference file, FileErrors errors) =>
        Pem(file, errors) is string text ? ParseCertificates(file, text, errors) : null;

    private static X509Certificate2Collection? ParseCertificates(FileReference file, string text, FileErrors errors)
    {
        try
        {
            X509Certificate2Collection certificates = [];
            certificates.ImportFromPem(text);
            if (certificates.Count > 0)
            {
                return certificates;
            }

            errors.Add(file.At, file.Key, $"{file.Path} holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
        }
        catch (CryptographicException failure)
        {
            errors.Add(file.At, file.Key, $"{file.Path} is not a certificate in PEM: {failure.Message}");
        }

        return null;
    }

    /// <summary>The text of a named file; its trouble is reported at the line that names it.</summary>
    private static string? Pem(FileReference file, FileErrors errors)
    {
        FileErrors own = new(file.Path);
        string? text = TextFile.Read(file.Path, own);
        if (text is null)
        {
            errors.Add(file.At, file.Key, $"{file.Path}: {own.ToSorted()[0].Message}");
        }

        return text;
    }
}
