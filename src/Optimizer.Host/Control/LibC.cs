using System.Runtime.InteropServices;
using System.Text;

namespace Optimizer.Host.Control;

/// <summary>The calls of libc that .NET has no name for. Nothing is followed: a link answers for itself.</summary>
internal static class LibC
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
        byte[] answer = new byte[StatxBytes];
        return Statx(CurrentFolder, Text(path), NoFollow, BasicStats, answer) == 0
            ? (BitConverter.ToUInt32(answer, 20), BitConverter.ToUInt16(answer, 28))
            : null;
    }

    /// <summary>Gives a file to a group, its owner stays. False when it may not be done.</summary>
    public static bool GiveToGroup(string path, uint group) => ChangeOwner(Text(path), uint.MaxValue, group) == 0;

    // As C wants it. Bytes need no marshalling code, so the project stays without unsafe blocks.
    private static byte[] Text(string path) => Encoding.UTF8.GetBytes(path + "\0");

    [DllImport("libc", EntryPoint = "geteuid", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();

    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, [Out] byte[] answer);

    [DllImport("libc", EntryPoint = "lchown", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner(byte[] path, uint owner, uint group);
}
