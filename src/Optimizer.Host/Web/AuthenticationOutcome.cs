namespace Optimizer.Host.Web;

/// <summary>What a check of credentials came to.</summary>
internal enum AuthenticationOutcome
{
    /// <summary>Not one of the users, or a wrong password.</summary>
    Denied,

    /// <summary>A user with the right password, or no users are configured.</summary>
    Allowed,

    /// <summary>Too many checks are waiting; nothing was checked.</summary>
    Busy,
}
