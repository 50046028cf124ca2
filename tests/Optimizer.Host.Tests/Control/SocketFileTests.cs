using System.Net.Sockets;
using System.Runtime.Versioning;
using Optimizer.Host.Control;
using Optimizer.Host.Daemon;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Control;

[SupportedOSPlatform("linux")]
public sealed class SocketFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Socket => Path.Combine(_folder.Path, "own", "control.sock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Prepare_NoFolder_IsMadeForTheOwnerAlone()
    {
        File(Socket).Prepare();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(Path.GetDirectoryName(Socket)!));
    }

    [Fact]
    public void Prepare_SocketOfADeadDaemon_IsClearedAway()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Socket)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using (Socket dead = Listen())
        {
            // .NET removes the file it bound; a killed process does not. Under another name it stays, and then comes back.
            System.IO.File.Move(Socket, Socket + ".kept");
            dead.Close();
            System.IO.File.Move(Socket + ".kept", Socket);
        }

        Assert.True(System.IO.File.Exists(Socket));
        File(Socket).Prepare();
        Assert.False(System.IO.File.Exists(Socket));
    }

    [Fact]
    public void Prepare_SomebodyAnswers_IsRefusedAndLeftAlone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Socket)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using Socket alive = Listen();

        Assert.StartsWith("Another daemon answers on the control socket", Refusal(Socket));
        Assert.True(System.IO.File.Exists(Socket));
    }

    [Fact]
    public void Prepare_SomethingElseIsThere_IsRefusedAndLeftAlone()
    {
        string path = _folder.Write("control.sock", "precious");

        Assert.Contains("something else is there", Refusal(path));
        Assert.Equal("precious", System.IO.File.ReadAllText(path));
    }

    [Fact]
    public void Prepare_FolderOthersMayWriteTo_IsRefused()
    {
        string folder = Path.Combine(_folder.Path, "open");
        Directory.CreateDirectory(folder);
        System.IO.File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);

        Assert.Contains("Others may write to the folder", Refusal(Path.Combine(folder, "control.sock")));
    }

    [Fact]
    public void Prepare_FolderIsALink_IsRefused()
    {
        string link = Path.Combine(_folder.Path, "link");
        Directory.CreateSymbolicLink(link, _folder.Path);

        Assert.Contains("is not a folder, or is a link", Refusal(Path.Combine(link, "control.sock")));
    }

    [Fact]
    public void Prepare_FolderOfSomebodyElse_IsRefused()
    {
        SocketFile file = new(Path.Combine(_folder.Path, "c.sock"), LibC.User, new FakeAccounts(), _ => (LibC.User + 4711, LibC.KindFolder | 0x1C0));

        Assert.Contains("somebody else made it", Assert.Throws<StartRefusedException>(file.Prepare).Message);
    }

    [Theory]
    [InlineData(null, false, 0, "/run/user/0", "/run/gpu-optimizer/control.sock")]
    [InlineData(null, true, 0, null, "/tmp/gpu-optimizer-0/control.sock")]
    [InlineData(null, false, 1000, "/run/user/1000", "/run/user/1000/gpu-optimizer/control.sock")]
    [InlineData(null, false, 1000, "relative", "/tmp/gpu-optimizer-1000/control.sock")]
    [InlineData("/srv/c.sock", true, 1000, null, "/srv/c.sock")]
    public void Places_OfDaemon_ByUserAndNode(string? configured, bool simulated, uint user, string? runtime, string expected) =>
        Assert.Equal(expected, SocketPlaces.OfDaemon(configured, simulated, user, runtime));

    [Fact]
    public void Places_OfClient_TheSystemsFirstThenOnesOwn() => Assert.Equal(
        ["/run/gpu-optimizer/control.sock", "/run/user/7/gpu-optimizer/control.sock", "/tmp/gpu-optimizer-7/control.sock"], SocketPlaces.OfClient(null, 7, "/run/user/7"));

    private static SocketFile File(string path) => new(path, LibC.User, new FakeAccounts());

    private static string Refusal(string path) => Assert.Throws<StartRefusedException>(File(path).Prepare).Message;

    private Socket Listen()
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Socket));
        socket.Listen();
        return socket;
    }
}
