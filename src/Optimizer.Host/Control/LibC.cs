using System.Runtime.InteropServices;

namespace Optimizer.Host.Control;

/// <summary>The calls of libc that .NET has no name for. Nothing is followed: a link answers for itself.</summary>
internal static partial class LibC
{
    /// <summary>Bits of a mode that say what kind of file it is.</summary>
    public const int KindMask = 0xF000;

    /// <summary>Kind of a folder.</summary>
    public const int KindFolder = 0x4000;

    /// <summary>Kind of a socket.</summary>
    public const int KindSocket = 0xC000;

    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7ff;

    // struct statx has one layout on every architecture, which struct stat has not: owner at 20, group at 24, mode at 28.
    private const int StatxBytes = 256;

    /// <summary>The user this process acts as.</summary>
    public static uint User => EffectiveUser();

    /// <summary>Owner and mode of what is at a path; null when nothing is, or it cannot be looked at.</summary>
    public static (uint Owner, int Mode)? Look(string path)
    {
        Span<byte> answer = stackalloc byte[StatxBytes];
        return Statx(CurrentFolder, path, NoFollow, BasicStats, answer) == 0
            ? (MemoryMarshal.Read<uint>(answer[20..]), MemoryMarshal.Read<ushort>(answer[28..]))
            : null;
    }

    /// <summary>Gives a file to a group, its owner stays. False when it may not be done.</summary>
    public static bool GiveToGroup(string path, uint group) => ChangeOwner(path, uint.MaxValue, group) == 0;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> answer);

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
