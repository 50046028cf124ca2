namespace Optimizer.Host.Web;

/// <summary>What is asked of a client's certificate, in the words of the exporter toolkit.</summary>
internal enum ClientAuthentication
{
    /// <summary>Nothing is asked.</summary>
    NoClientCert,

    /// <summary>Asked for; its absence and its issuer do not matter.</summary>
    RequestClientCert,

    /// <summary>Must be there; its issuer does not matter.</summary>
    RequireAnyClientCert,

    /// <summary>May be absent; if there, one of the client CAs must have issued it.</summary>
    VerifyClientCertIfGiven,

    /// <summary>Must be there, issued by one of the client CAs.</summary>
    RequireAndVerifyClientCert,
}
