using System.Security.Authentication;
using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;

namespace Optimizer.Host.Web;

/// <summary>Reads the web configuration file, in the shape of the Prometheus exporter toolkit. Pure: opens none of the files it names.</summary>
internal static class WebFileReader
{
    private static readonly string[] TopKeys = ["tls_server_config", "http_server_config", "basic_auth_users"];
    private static readonly string[] TlsKeys = ["cert_file", "key_file", "client_auth_type", "client_ca_file", "min_version", "max_version"];
    private static readonly string[] HttpKeys = ["http2", "headers"];

    // Keys the toolkit knows and we refuse: a setting that is silently ignored is worse in a security file than one that is refused.
    private static readonly string[] SystemDecides = ["cipher_suites", "curve_preferences", "prefer_server_cipher_suites"];
    private static readonly string[] NotSupported = ["client_allowed_sans", "cert", "key", "client_ca"];

    /// <summary>Reads the text; problems go to <paramref name="errors"/>, and the answer is to be used only when there are none. Never throws.</summary>
    /// <param name="text">The YAML text; empty means plain HTTP without users.</param>
    /// <param name="folder">Absolute folder against which relative paths resolve.</param>
    /// <param name="errors">Collects everything wrong.</param>
    public static WebFile Read(string text, string folder, FileErrors errors)
    {
        YamlNode? node = YamlTreeReader.Read(text, errors);
        WebFile file = new();
        if (node is null)
        {
            return file;
        }

        YamlGroup root = YamlGroup.Of(node, "", TopKeys, errors);
        if (root.Find("tls_server_config") is YamlNode tls)
        {
            file = file with { Tls = ReadTls(tls, folder, errors) };
        }

        if (root.Find("http_server_config") is YamlNode http)
        {
            YamlGroup group = YamlGroup.Of(http, "http_server_config", HttpKeys, errors);
            file = file with { Http2 = group.Flag("http2", fallback: true), Headers = WebHeaders.Read(group.Find("headers"), errors) };
        }

        return root.Find("basic_auth_users") is YamlNode users ? file with { Users = ReadUsers(users, errors) } : file;
    }

    private static TlsFile? ReadTls(YamlNode node, string folder, FileErrors errors)
    {
        const string Section = "tls_server_config";
        YamlGroup group = YamlGroup.Of(node, Section, [.. TlsKeys, .. SystemDecides, .. NotSupported], errors);
        foreach (string name in SystemDecides)
        {
            group.Refuse(name, "is not set here: OpenSSL's system policy (openssl.cnf) decides; remove the key");
        }

        foreach (string name in NotSupported)
        {
            group.Refuse(name, "is not supported; remove the key");
        }

        FileReference? certificate = group.File("cert_file", folder);
        FileReference? key = group.File("key_file", folder);
        FileReference? clientCa = group.File("client_ca_file", folder);
        ClientAuthentication asked = group.Choice("client_auth_type", ClientAuthentication.NoClientCert, Enum.GetNames<ClientAuthentication>(), Enum.Parse<ClientAuthentication>);
        string least = group.Choice("min_version", "TLS12", ["TLS12", "TLS13"], word => word);
        string most = group.Choice("max_version", "TLS13", ["TLS12", "TLS13"], word => word);

        Require(certificate, "cert_file");
        Require(key, "key_file");
        bool verifies = asked is ClientAuthentication.VerifyClientCertIfGiven or ClientAuthentication.RequireAndVerifyClientCert;
        if (verifies && clientCa is null)
        {
            errors.Add(node.At, $"{Section}.client_ca_file", $"is missing; client_auth_type {asked} needs it");
        }
        else if (!verifies && clientCa is not null)
        {
            errors.Add(clientCa.At, clientCa.Key, $"is set, but client_auth_type {asked} verifies nobody; set client_auth_type to RequireAndVerifyClientCert or remove it");
        }

        if (string.CompareOrdinal(least, most) > 0)
        {
            errors.Add(node.At, $"{Section}.max_version", $"is {most}, expected at least min_version, which is {least}");
        }

        SslProtocols protocols = (least, most) switch
        {
            ("TLS12", "TLS12") => SslProtocols.Tls12,
            ("TLS13", "TLS13") => SslProtocols.Tls13,
            _ => SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        return certificate is null || key is null ? null : new TlsFile(certificate, key, asked, clientCa, protocols);

        void Require(FileReference? reference, string name)
        {
            if (reference is null && group.Find(name) is null)
            {
                errors.Add(node.At, $"{Section}.{name}", "is missing; TLS needs it");
            }
        }
    }

    private static ValueArray<KeyValuePair<string, string>> ReadUsers(YamlNode node, FileErrors errors)
    {
        const string Section = "basic_auth_users";
        const int MostUsers = 1000;
        YamlGroup group = YamlGroup.Of(node, Section, known: null, errors);
        SortedDictionary<string, string> users = new(StringComparer.Ordinal);
        foreach ((YamlScalar name, YamlNode value) in group.Entries)
        {
            // The hash itself stays out of the message: journals are read by more people than this file.
            if (name.Text.Length is 0 or > 255 || name.Text.Any(c => c == ':' || char.IsControl(c)))
            {
                errors.Add(name.At, Section, $"{YamlScalar.Show(name.Text)} is not a user name: expected 1 to 255 characters without a colon");
            }
            else if (value is not YamlScalar { IsNull: false } hash || BcryptHash.Explain(hash.Text) is string)
            {
                string problem = value is YamlScalar { IsNull: false } text ? BcryptHash.Explain(text.Text)! : $"found {value.Describe()}";
                errors.Add(value.At, Section, $"{YamlScalar.Show(name.Text)}: {problem}, expected a bcrypt hash (make one with: htpasswd -nBC 10 NAME)");
            }
            else
            {
                users[name.Text] = hash.Text;
            }
        }

        // The toolkit takes an empty list for "everyone may enter"; here who wants that leaves the key out, and a slip lets nobody in.
        if (node is YamlScalar { IsNull: true } or YamlMapping { Entries.IsEmpty: true })
        {
            errors.Add(node.At, Section, "is empty, expected at least one user; remove the key to let everyone in");
        }

        if (users.Count > MostUsers)
        {
            errors.Add(node.At, Section, $"has {users.Count} users, expected at most {MostUsers}");
        }

        return users.ToValueArray();
    }
}
