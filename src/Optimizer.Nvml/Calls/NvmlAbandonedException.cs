namespace Optimizer.Nvml.Calls;

/// <summary>Unwinds a job whose caller gave up on a call that came back too late. Never leaves the NVML thread.</summary>
public sealed class NvmlAbandonedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public NvmlAbandonedException()
        : base("The NVML call came back after its deadline; the job that made it was given up.")
    {
    }
}
