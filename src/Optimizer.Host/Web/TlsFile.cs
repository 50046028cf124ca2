using System.Security.Authentication;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Web;

/// <summary>The TLS part of a web configuration file.</summary>
/// <param name="Certificate">Certificate chain in PEM, leaf first.</param>
/// <param name="Key">Private key in PEM.</param>
/// <param name="ClientAuthentication">What is asked of a client's certificate.</param>
/// <param name="ClientCa">Accepted issuers of client certificates in PEM; null when none is verified.</param>
/// <param name="Protocols">Protocol versions offered.</param>
internal sealed record TlsFile(FileReference Certificate, FileReference Key, ClientAuthentication ClientAuthentication, FileReference? ClientCa, SslProtocols Protocols);
