using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting.Systemd;
using Optimizer.Host.Configuration;
using Optimizer.Host.Control;
using Optimizer.Host.Http;
using Optimizer.Host.Logging;
using Optimizer.Host.Reload;
using Optimizer.Host.Systemd;
using Optimizer.Host.Web;

namespace Optimizer.Host.Daemon;

/// <summary>One daemon: HTTP server, work, reload and systemd around the parts. <see cref="DaemonRunner"/> gives it a process.</summary>
internal sealed class DaemonHost : IAsyncDisposable
{
    // Work is told to stop when stopping begins and waits for nothing but a driver call with a deadline of its own.
    // A call that does not even keep that must not hold up the process's end, which is what frees it.
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly DaemonParts _parts;
    private readonly ConfigurationReloader _reloader;
    private readonly BasicAuthentication _authentication;
    private readonly DaemonWork _work;
    private readonly TimeProvider _time;
    private readonly ControlServer? _control;
    private PosixSignalRegistration? _hangup;

    private DaemonHost(WebApplication app, DaemonParts parts, ConfigurationReloader reloader, SystemdReporter systemd, BasicAuthentication authentication, TimeProvider time, ControlServer? control)
    {
        _app = app;
        _parts = parts;
        _reloader = reloader;
        _authentication = authentication;
        _time = time;
        _control = control;
        _work = app.Services.GetServices<IHostedService>().OfType<DaemonWork>().Single();
        Systemd = systemd;
    }

    /// <summary>Speaks to systemd.</summary>
    public SystemdReporter Systemd { get; }

    /// <summary>The configuration in force.</summary>
    public DaemonConfiguration Configuration => _reloader.Current;

    /// <summary>Base addresses served, with the port the system chose where 0 was asked for; set once started.</summary>
    public IReadOnlyCollection<string> Urls =>
        [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    /// <summary>Where operators reach it; null when there is no loop to reach.</summary>
    public string? ControlSocket => _control?.Path;

    /// <summary>Every route, for the tests that prove what is reachable.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Cancelled when the daemon begins to stop.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    /// <summary>The work ended by itself; the daemon stops and exits with 1.</summary>
    public bool HasFailed => _work.HasFailed;

    /// <summary>The node in one sentence.</summary>
    public string Status => StatusLine.Of(_parts.Pages.LatestSnapshot());

    /// <summary>Puts a daemon together; nothing listens or runs yet.</summary>
    public static DaemonHost Build(DaemonStart start, ConfigurationResult.Read read, WebConfigurationStore web, LogLevelSwitch level, Action<ILoggingBuilder> logging)
    {
        DaemonConfiguration configuration = read.Configuration;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "gpu-optimizer" });
        logging(builder.Logging);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => DaemonServer.Configure(server, configuration, web));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = configuration.Http.StopGrace.ToTimeSpan());

        DaemonParts? parts = null;
        SystemdReporter? systemd = null;
        builder.Services.AddHostedService(services => new DaemonWork(
            token => parts!.Work is null ? Task.Delay(Timeout.InfiniteTimeSpan, start.Time, token) : parts.Work(() => systemd!.CycleCompleted(() => StatusLine.Of(parts.Pages.LatestSnapshot())), token),
            services.GetRequiredService<IHostApplicationLifetime>(),
            services.GetRequiredService<ILogger<DaemonWork>>()));
        WebApplication app = builder.Build();
        ILoggerFactory loggers = app.Services.GetRequiredService<ILoggerFactory>();
        parts = start.MakeParts(configuration, loggers);
        systemd = new SystemdReporter(start.Notifier ?? new SystemdNotifier(), start.Watchdog, start.Time, loggers.CreateLogger<SystemdReporter>());

        // A rotation that fails between two reloads is a configuration that could not be read, and counts as one.
        ReloadReport report = new(parts.Reloaded, start.Clock);
        ConfigurationReloader reloader = new(start.Source, read, web, level, loggers.CreateLogger<ConfigurationReloader>()) { Reloaded = report.Configuration };
        web.Loaded = report.Web;
        parts.Bind?.Invoke(() => reloader.Current);
        report.Started();
        BasicAuthentication authentication = new();
        RequestGate gate = new(web, authentication);
        app.Use(next => context => gate.InvokeAsync(context, next));
        app.UseRouting();
        DaemonEndpoints endpoints = new(parts.Pages, () => reloader.Current, () => app.Lifetime.ApplicationStopping.IsCancellationRequested);
        endpoints.Map(app);
        app.Lifetime.ApplicationStopping.Register(systemd.Stopping);
        return new DaemonHost(app, parts, reloader, systemd, authentication, start.Time, Control(configuration, parts, loggers, start.Time));
    }

    private static ControlServer? Control(DaemonConfiguration configuration, DaemonParts parts, ILoggerFactory loggers, TimeProvider time) => parts.Operator is not IOperator loop
        ? null
        : ControlServer.Build(new ControlServerStart
        {
            Path = configuration.Control.Socket ?? parts.SocketPath ?? SocketPlaces.OfThisProcess(null, simulated: false),
            Operator = loop,
            Loggers = loggers,
            Time = time,
        });

    /// <summary>Listens and works. Throws <see cref="StartRefusedException"/> when the control socket cannot be made, and what Kestrel throws when it cannot listen; <see cref="ListenFailure"/> explains it.</summary>
    /// <param name="handleSignals">SIGHUP reloads.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public async Task StartAsync(bool handleSignals, CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken);
        await (_control?.StartAsync(cancellationToken) ?? Task.CompletedTask);
        if (handleSignals)
        {
            _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true; // the default action of SIGHUP is to end the process
                Reload();
            });
        }
    }

    /// <summary>Reads the configuration again and tells systemd before and after.</summary>
    public ReloadOutcome Reload()
    {
        bool told = Systemd.Reloading();
        ReloadOutcome outcome = _reloader.Reload();
        if (told)
        {
            Systemd.Ready(outcome is ReloadOutcome.Applied ? Status : "Reload refused, the last good configuration is in force; see the journal");
        }

        return outcome;
    }

    /// <summary>Stops as SIGTERM does: the work is cancelled, no new connections, requests in flight finish within the grace and are cut off after it.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Operators first: an order taken now would not be carried out.
        await (_control?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _app.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _hangup?.Dispose();
        await (_control?.DisposeAsync() ?? ValueTask.CompletedTask);
        bool workEnded = await _work.EndedWithinAsync(StopMargin, _time);
        await _app.DisposeAsync();
        _authentication.Dispose();
        if (workEnded)
        {
            // Only then: a cycle that still runs would find its thread and its buffers gone.
            await _parts.DisposeAsync();
        }
    }
}
