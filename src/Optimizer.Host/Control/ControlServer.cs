using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Optimizer.Host.Control;

/// <summary>The control socket: a server of its own, bound to one Unix socket and nothing else, so that no route of it can ever be reached over TCP.</summary>
internal sealed partial class ControlServer : IAsyncDisposable
{
    // An order is a line. Doubled, a client that stalls holds twice the memory.
    private const int MostBodyBytes = 4096;
    private const int MostHeaderBytes = 8 * 1024;
    private const int MostRequestLineBytes = 2048;

    // Operators and their scripts; a loop that asks all the time is told to wait. Doubled, it costs the daemon twice the CPU.
    private const int MostConnections = 32;
    private const double RequestsPerSecond = 20;
    private const int Burst = 60;

    private readonly WebApplication _app;
    private readonly SocketFile _file;
    private readonly ILogger _log;
    private bool _ended;
    private bool _listens;

    private ControlServer(WebApplication app, SocketFile file, ILogger log)
    {
        _app = app;
        _file = file;
        _log = log;
    }

    /// <summary>Where it listens.</summary>
    public string Path => _file.Path;

    /// <summary>Every route, for the tests that prove what is reachable.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Puts it together; nothing listens yet.</summary>
    /// <param name="start">What it is made from.</param>
    public static ControlServer Build(ControlServerStart start)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "gpu-optimizer-control" });
        builder.Services.AddSingleton(start.Loggers);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(server => Configure(server, start.Path));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = start.StopGrace);
        WebApplication app = builder.Build();
        PeerRule rule = new(start.User, start.Accounts);
        RequestRate rate = new(RequestsPerSecond, Burst, start.Time);
        ILogger log = start.Loggers.CreateLogger<ControlServer>();
        app.Use(next => context => GateAsync(context, next, start.Peer ?? PeerCredentials.Of, rule, rate, log));
        app.UseRouting();
        new ControlEndpoints(start.Operator, rule).Map(app);
        return new ControlServer(app, new SocketFile(start.Path, start.User, start.Accounts), log);
    }

    /// <summary>Listens.</summary>
    /// <exception cref="Daemon.StartRefusedException">It cannot, with the sentence why.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _file.Prepare();
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException failure)
        {
            throw new Daemon.StartRefusedException($"The control socket {Path} cannot be listened on: {failure.Message} Set control.socket to another path.");
        }

        _listens = true;
        bool group = _file.Open();
        LogListening(_log, Path, group ? $"root, the daemon's user and the group {PeerRule.Group}" : $"root and the daemon's user (there is no group {PeerRule.Group} to give it to)");
    }

    /// <summary>Stops answering and removes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        if (_listens)
        {
            // Never of a daemon that was refused: then the file is another's.
            _file.Remove();
        }
    }

    private static void Configure(KestrelServerOptions server, string path)
    {
        server.AddServerHeader = false;
        KestrelServerLimits limits = server.Limits;
        limits.MaxConcurrentConnections = MostConnections;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestBodySize = MostBodyBytes;
        limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        limits.MaxRequestLineSize = MostRequestLineBytes;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(10);
        server.ListenUnixSocket(path, static listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static async Task GateAsync(HttpContext context, RequestDelegate next, Func<Microsoft.AspNetCore.Http.Features.IFeatureCollection, PeerCredential?> peer, PeerRule rule, RequestRate rate, ILogger log)
    {
        PeerCredential? who = peer(context.Features);
        if (rule.Refusal(who) is string refusal)
        {
            LogRefused(log, who is PeerCredential known ? rule.Name(known) : "unknown", who?.Pid ?? 0);
            await JsonAnswer.ProblemAsync(context, StatusCodes.Status403Forbidden, "not_allowed", refusal);
            return;
        }

        if (!rate.TryTake())
        {
            context.Response.Headers.RetryAfter = "1";
            await JsonAnswer.ProblemAsync(context, StatusCodes.Status429TooManyRequests, "busy", $"More than {RequestsPerSecond} requests a second on the control socket; ask again in a second.");
            return;
        }

        await next(context);
    }

    [LoggerMessage(EventId = 2400, Level = LogLevel.Information, Message = "Control socket {Path} is open to {Who}")]
    private static partial void LogListening(ILogger logger, string path, string who);

    [LoggerMessage(EventId = 2401, Level = LogLevel.Warning, Message = "A request on the control socket was refused: user {User}, process {Pid}")]
    private static partial void LogRefused(ILogger logger, string user, int pid);

    /// <summary>The daemon's own server handles signals; two that do would stop each other.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
