using System.Globalization;

namespace Optimizer.Host.Control;

/// <summary>Users and groups as the machine's own files list them. Read anew each time: a user added to the group need not wait for anything.</summary>
/// <param name="users">In the form of <c>/etc/passwd</c>.</param>
/// <param name="groups">In the form of <c>/etc/group</c>.</param>
internal sealed class AccountFiles(string users = "/etc/passwd", string groups = "/etc/group") : IUserAccounts
{
    // Lines of a site with ten times the accounts of a large university. Doubled, each look takes twice the memory.
    private const int MostLines = 200_000;

    /// <inheritdoc/>
    public string? NameOf(uint user) => Find(users, fields => fields.Length > 3 && Number(fields[2]) == user)?[0];

    /// <inheritdoc/>
    public uint? GroupOf(string name) => Find(groups, fields => fields.Length > 2 && fields[0] == name) is string[] found ? Number(found[2]) : null;

    /// <inheritdoc/>
    public bool IsMember(uint user, string group)
    {
        if (Find(groups, fields => fields.Length > 2 && fields[0] == group) is not string[] found || Number(found[2]) is not uint number)
        {
            return false;
        }

        string[]? account = Find(users, fields => fields.Length > 3 && Number(fields[2]) == user);
        return account is not null
            && (Number(account[3]) == number || (found.Length > 3 && found[3].Split(',').Contains(account[0], StringComparer.Ordinal)));
    }

    private static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;

    private static string[]? Find(string file, Func<string[], bool> matches)
    {
        try
        {
            return File.ReadLines(file).Take(MostLines).Select(static line => line.Split(':')).FirstOrDefault(matches);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null; // who cannot be looked up is nobody
        }
    }
}
