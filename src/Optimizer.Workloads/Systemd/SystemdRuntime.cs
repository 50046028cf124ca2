using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Workloads;

namespace Optimizer.Workloads.Systemd;

/// <summary>Workloads that are systemd services: instances of a template side by side, or a service of its own.</summary>
/// <remarks>
/// A replica's seat is a drop-in of its unit; what has to be remembered lies beside it, so a daemon that starts anew finds everything as it was.
/// No call waits for a unit. One caller at a time; <see cref="Replace"/> from any thread.
/// </remarks>
public sealed partial class SystemdRuntime : IWorkloadRuntime, IDisposable
{
    private readonly Systemctl _systemctl;
    private readonly TransientCommands _commands;
    private readonly HealthChecks _health;
    private readonly BindingDirectory _bindings;
    private readonly DeviceNodes _nodes;
    private readonly CpuLocality _locality;
    private readonly SystemdOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SystemdRuntime> _logger;
    private ImmutableArray<WorkloadDeclaration> _declarations;

    /// <summary>Takes what it works with; touches nothing yet.</summary>
    /// <param name="declarations">The declared workloads, of every host.</param>
    /// <param name="runner">Reaches systemd's tools.</param>
    /// <param name="http">Fetches health pages; should follow no redirect and use no proxy. Not disposed.</param>
    /// <param name="options">Where the system is.</param>
    /// <param name="time">Its timestamps must be those of the monotonic clock systemd uses, as <see cref="TimeProvider.System"/>'s are.</param>
    /// <param name="logger">Told what an operator should know.</param>
    public SystemdRuntime(
        IEnumerable<WorkloadDeclaration> declarations, IProcessRunner runner, HttpClient http, SystemdOptions options, TimeProvider time, ILogger<SystemdRuntime> logger)
    {
        _systemctl = new(runner);
        _commands = new(_systemctl);
        _health = new(http, _commands, options, time);
        _bindings = new(options.UnitRoot);
        _nodes = new(options.ProcRoot);
        _locality = new(options.SysRoot);
        _options = options;
        _time = time;
        _logger = logger;
        Replace(declarations);
    }

    /// <summary>Takes new declarations, from the next call on. Replicas of those no longer declared are left alone until they stop.</summary>
    public void Replace(IEnumerable<WorkloadDeclaration> declarations) =>
        ImmutableInterlocked.InterlockedExchange(
            ref _declarations,
            [.. declarations.Where(static d => d.Host is WorkloadHost.Systemd).OrderBy(static d => d.Name, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public bool Runs(WorkloadDeclaration workload) => workload.Host is WorkloadHost.Systemd;

    /// <inheritdoc/>
    public bool CanRunTwice(WorkloadDeclaration workload) => UnitOf(workload)?.IsTemplate == true;

    /// <inheritdoc/>
    public void Dispose() => _health.Dispose();

    private static ServiceUnit? UnitOf(WorkloadDeclaration workload) => workload.Host is WorkloadHost.Systemd host ? ServiceUnit.TryCreate(host.Unit) : null;

    /// <summary>Trouble with tools and files becomes an outcome: nothing an operating system may do leaves as an exception.</summary>
    private static async Task<StepOutcome> GuardAsync(ReplicaOrder order, StepTrouble ifTouched, Func<Task<StepOutcome>> attempt)
    {
        string about = $"{(ifTouched == StepTrouble.WontStart ? "Starting" : "Stopping")} {order.Workload.Name} on {order.Seat}";
        try
        {
            return await attempt();
        }
        catch (SystemctlException exception) when (exception.Missing)
        {
            return new StepOutcome.Refused(StepTrouble.NoRuntime, $"{about}: {exception.Message}. Workloads of systemd need a machine that it runs.", Retryable: false);
        }
        catch (SystemctlException exception) when (exception.Touched)
        {
            return new StepOutcome.Failed(ifTouched, $"{about}: {exception.Message}. See the unit's status and its log.", Retryable: true);
        }
        catch (SystemctlException exception)
        {
            return new StepOutcome.Refused(StepTrouble.Surroundings, $"{about}: {exception.Message}. It is asked again.", Retryable: true);
        }
        catch (UnauthorizedAccessException exception)
        {
            return new StepOutcome.Failed(StepTrouble.NotPermitted, $"{about}: {exception.Message} The daemon must be allowed to write drop-ins (ReadWritePaths=).", Retryable: false);
        }
        catch (IOException exception)
        {
            return new StepOutcome.Failed(StepTrouble.Surroundings, $"{about}: {exception.Message} See whether there is room in /run.", Retryable: true);
        }
    }

    /// <summary>Drop-ins of a workload's own units that say they are its.</summary>
    private ImmutableArray<Binding> BindingsOf(WorkloadDeclaration workload, ServiceUnit unit) =>
        [.. _bindings.Read().Where(binding => binding.Seat?.Workload == workload.Name && unit.Number(binding.Unit) is not null)];

    /// <summary>The monotonic clock in microseconds, as systemd prints it.</summary>
    private long Now() => (long)_time.GetElapsedTime(0, _time.GetTimestamp()).TotalMicroseconds;

    private static Duration Between(long from, long to) => Duration.FromNanoseconds(Math.Max(0, to - from) * 1000);

    private Instant InstantOf(long monotonic) => Instant.FromDateTimeOffset(_time.GetUtcNow()) - Between(monotonic, Now());
}
