namespace Optimizer.Simulation.Services;

/// <summary>The faults of services in force, with their counts. Used under the driver's lock.</summary>
internal sealed class ServiceFaultBoard(IEnumerable<ServiceFault> faults)
{
    private readonly List<(ServiceFault Fault, int Left)> _faults = [.. faults.Select(static fault => (fault, fault.Times))];

    public void Add(ServiceFault fault) => _faults.Insert(0, (fault, fault.Times));

    public void Remove(ServiceFault fault) => _faults.RemoveAll(entry => entry.Fault == fault);

    /// <summary>The first fault of a kind that strikes now, counted; null when none does.</summary>
    public ServiceFault? Strike(ServiceFaultKind kind, string service, double now)
    {
        for (int index = 0; index < _faults.Count; index++)
        {
            (ServiceFault fault, int left) = _faults[index];
            if (fault.Kind == kind && left > 0 && now >= fault.FromSeconds && now < fault.UntilSeconds && (fault.Service is null || fault.Service == service))
            {
                _faults[index] = (fault, left - 1);
                return fault;
            }
        }

        return null;
    }
}
