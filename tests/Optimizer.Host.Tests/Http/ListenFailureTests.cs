using System.Net;
using System.Net.Sockets;
using Optimizer.Host.Configuration;
using Optimizer.Host.Http;

namespace Optimizer.Host.Tests.Http;

public sealed class ListenFailureTests
{
    private static readonly ListenAddress Address = new(IPAddress.Loopback, 80);

    [Theory]
    [InlineData(SocketError.AddressAlreadyInUse, "another process has the port; find it with `ss -ltnp 'sport = :80'`")]
    [InlineData(SocketError.AccessDenied, "permission denied; ports below 1024 need CAP_NET_BIND_SERVICE")]
    [InlineData(SocketError.AddressNotAvailable, "no interface of this machine has that address")]
    [InlineData(SocketError.AddressFamilyNotSupported, "use an IPv4 address")]
    public void Explain_SocketError_NamesAddressAndRemedy(SocketError error, string remedy)
    {
        string? message = ListenFailure.Explain(Address, new IOException("bind", new SocketException((int)error)));

        Assert.StartsWith("cannot listen on 127.0.0.1:80: ", message);
        Assert.Contains(remedy, message);
    }

    [Fact]
    public void Explain_SomethingElse_Null()
    {
        Assert.Null(ListenFailure.Explain(Address, new InvalidOperationException("a bug")));
    }
}
