using Microsoft.Extensions.Logging;
using Optimizer.Host.Logging;

namespace Optimizer.Host.Tests.Logging;

public sealed class DaemonLoggingTests
{
    [Theory]
    [InlineData("8:1234", "socket:[1234]", true)]
    [InlineData("8:1234", "socket:[999]", false)]
    [InlineData("8:1234", "/var/log/out", false)]
    [InlineData("8:1234", null, false)]
    [InlineData("", "socket:[]", false)]
    [InlineData(null, "socket:[1234]", false)]
    public void JournalStream_OnlyTheSocketItselfCounts(string? variable, string? descriptor, bool journal)
    {
        Assert.Equal(journal, JournalStream.Matches(variable, descriptor));
    }

    [Theory]
    [InlineData(LogLevel.Information, "Optimizer.Host.X", LogLevel.Information, true)]
    [InlineData(LogLevel.Information, "Optimizer.Host.X", LogLevel.Debug, false)]
    [InlineData(LogLevel.Information, "Microsoft.AspNetCore.X", LogLevel.Information, false)]
    [InlineData(LogLevel.Information, "Microsoft.AspNetCore.X", LogLevel.Warning, true)]
    [InlineData(LogLevel.Debug, "Microsoft.AspNetCore.X", LogLevel.Debug, true)]
    [InlineData(LogLevel.Error, "Microsoft.AspNetCore.X", LogLevel.Warning, false)]
    [InlineData(LogLevel.Information, "Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Error, false)]
    public void Level_FrameworkIsQuieterAtInformation(LogLevel configured, string category, LogLevel line, bool written)
    {
        Assert.Equal(written, new LogLevelSwitch(configured).Allows(category, line));
    }
}
