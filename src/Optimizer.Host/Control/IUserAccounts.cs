namespace Optimizer.Host.Control;

/// <summary>Users and groups of this machine.</summary>
internal interface IUserAccounts
{
    /// <summary>Name of a user; null when nobody knows it.</summary>
    string? NameOf(uint user);

    /// <summary>Number of a group; null when there is none of that name.</summary>
    uint? GroupOf(string name);

    /// <summary>The user is in the group, by name or as its primary one.</summary>
    bool IsMember(uint user, string group);
}
