using Optimizer.Host.Configuration;

namespace Optimizer.Host.Tests.Configuration;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:9838", "127.0.0.1:9838")]
    [InlineData("0.0.0.0:0", "0.0.0.0:0")]
    [InlineData("localhost:65535", "127.0.0.1:65535")]
    [InlineData("[::]:80", "[::]:80")]
    public void TryParse_Legal_RoundTrips(string text, string shown)
    {
        Assert.True(ListenAddress.TryParse(text, out ListenAddress address));
        Assert.Equal(shown, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(":9838")]
    [InlineData("9838")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1:80")]
    [InlineData("::1:80")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1: 80")]
    [InlineData("node7:80")]
    public void TryParse_NotLegal_False(string text)
    {
        Assert.False(ListenAddress.TryParse(text, out _));
    }
}
