using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Optimizer.Host.Forecasting;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Forecasting;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WriteAll_AContentThrows_LeavesNothingBehind()
    {
        Assert.Throws<OverflowException>(() => OutputFile.WriteAll(
            (In("a"), writer => writer.Write("1")),
            (In("b"), static _ => throw new OverflowException())));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void WriteAll_OneCannotBeWritten_NeitherAppears()
    {
        string? problem = OutputFile.WriteAll((In("a"), writer => writer.Write("1")), (In("gone/b"), writer => writer.Write("2")));

        Assert.Equal($"{In("gone/b")}: the folder {In("gone")} does not exist; make it first", problem);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void WriteAll_APlaceBecomesAFolderMeanwhile_NeitherAppears()
    {
        string? problem = OutputFile.WriteAll((In("a"), writer => writer.Write("1")), (In("b"), _ => Directory.CreateDirectory(In("b"))));

        Assert.Equal($"{In("b")}: this is a folder; name a file in it", problem);
        Assert.Equal([In("b")], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Write_ALinkInItsPlace_IsRefusedAndNothingChanges()
    {
        string secret = _folder.Write("secret", "kept");
        File.CreateSymbolicLink(In("out.csv"), secret);
        File.CreateSymbolicLink(In("dangling.csv"), In("nowhere"));

        Assert.Equal([$"{In("out.csv")}: this is a symbolic link to {secret}; name the file it points to, or remove the link"], OutputFile.Explain([In("out.csv")], []));
        Assert.NotNull(OutputFile.Write(In("out.csv"), writer => writer.Write("1")));
        Assert.NotNull(OutputFile.Write(In("dangling.csv"), writer => writer.Write("1")));

        Assert.Equal("kept", File.ReadAllText(secret));
        Assert.Equal(3, Directory.EnumerateFileSystemEntries(_folder.Path).Count());
    }

    [Fact]
    public void Write_LinksPlantedUnderEveryNextName_AreNotFollowed()
    {
        string victim = _folder.Write("victim", "kept");
        int last = LastNumber();
        for (int number = last + 1; number <= last + 8; number++)
        {
            File.CreateSymbolicLink(string.Create(CultureInfo.InvariantCulture, $"{In("out.csv")}.{Environment.ProcessId}.{number}.tmp"), victim);
        }

        Assert.Null(OutputFile.Write(In("out.csv"), writer => writer.Write("1")));

        Assert.Equal(("kept", "1"), (File.ReadAllText(victim), File.ReadAllText(In("out.csv"))));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Write_AFileThatIsThere_KeepsItsMode()
    {
        string path = _folder.Write("out.csv", "old");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(path, Mode);

        Assert.Null(OutputFile.Write(path, writer => writer.Write("new")));

        Assert.Equal((Mode, "new"), (File.GetUnixFileMode(path), File.ReadAllText(path)));
    }

    [Fact]
    public void Explain_TwoNamesOfOneFile_OneWouldDestroyTheOther()
    {
        Directory.CreateDirectory(In("folder"));
        Directory.CreateSymbolicLink(In("way"), In("folder"));

        string problem = Assert.Single(OutputFile.Explain([In("folder/x"), In("way/x"), In("folder/y")], []));

        Assert.Equal($"{In("way/x")}: two results would be written to this file and one would destroy the other; name a file for each", problem);
    }

    [Fact]
    public void Explain_TheInputByAnotherWay_IsRefused()
    {
        Directory.CreateDirectory(In("folder"));
        Directory.CreateSymbolicLink(In("way"), "folder");
        _folder.Write("folder/in.csv", "");
        File.CreateSymbolicLink(In("in.csv"), In("way/in.csv"));

        Assert.Contains("this is the input", Assert.Single(OutputFile.Explain([In("way/in.csv")], [In("in.csv")])));
    }

    [Fact]
    public void Explain_ASocket_IsNoPlainFile()
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(In("s")));

        Assert.Equal([$"{In("s")}: this is not a plain file; name one that can be replaced"], OutputFile.Explain([In("s")], []));
    }

    [Fact]
    public void RealPath_LinksInACircle_End()
    {
        File.CreateSymbolicLink(In("a"), In("b"));
        File.CreateSymbolicLink(In("b"), In("a"));
        Directory.CreateSymbolicLink(In("deeper"), "deeper/still");

        Assert.StartsWith(_folder.Path, RealPath.Of(In("a")));
        Assert.StartsWith(_folder.Path, RealPath.Of(In("deeper/x")));
    }

    private string In(string name) => Path.Combine(_folder.Path, name);

    /// <summary>The number in the last unfinished file's name; other tests of the process may have taken further ones since.</summary>
    private int LastNumber()
    {
        string name = "";
        OutputFile.Write(In("probe"), _ => name = Directory.EnumerateFiles(_folder.Path, "probe.*.tmp").Single());
        return int.Parse(name.Split('.')[^2], CultureInfo.InvariantCulture);
    }
}
