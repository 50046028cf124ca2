using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>Functions without a handle.</summary>
internal sealed unsafe partial class FunctionTable
{
    public void AddGlobal(NvmlFunction function, TargetKind kind, Bodies.None body) => Keep(function, new Signatures.None(() =>
    {
        if (!_driver.TryEnter(function, kind, 0, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target);
        }
        catch (Exception)
        {
            return Failed;
        }
        finally
        {
            _driver.Leave();
        }
    }));

    public void AddGlobal(NvmlFunction function, TargetKind kind, Bodies.U body) => Keep(function, new Signatures.U((value) =>
    {
        if (!_driver.TryEnter(function, kind, 0, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, value);
        }
        catch (Exception)
        {
            return Failed;
        }
        finally
        {
            _driver.Leave();
        }
    }));

    public void AddGlobal(NvmlFunction function, TargetKind kind, Bodies.P body) => Keep(function, new Signatures.P((value) =>
    {
        if (!_driver.TryEnter(function, kind, 0, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, value);
        }
        catch (Exception)
        {
            return Failed;
        }
        finally
        {
            _driver.Leave();
        }
    }));

    public void AddGlobal(NvmlFunction function, TargetKind kind, Bodies.PU body) => Keep(function, new Signatures.PU((value, length) =>
    {
        if (!_driver.TryEnter(function, kind, 0, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, value, length);
        }
        catch (Exception)
        {
            return Failed;
        }
        finally
        {
            _driver.Leave();
        }
    }));

    public void AddGlobal(NvmlFunction function, TargetKind kind, Bodies.UPU body) => Keep(function, new Signatures.UPU((size, values, scope) =>
    {
        if (!_driver.TryEnter(function, kind, 0, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, size, values, scope);
        }
        catch (Exception)
        {
            return Failed;
        }
        finally
        {
            _driver.Leave();
        }
    }));

    public void AddGlobal(NvmlFunction function, TargetKind kind, Bodies.UP body) => Keep(function, new Signatures.UP((selector, value) =>
    {
        if (!_driver.TryEnter(function, kind, 0, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, selector, value);
        }
        catch (Exception)
        {
            return Failed;
        }
        finally
        {
            _driver.Leave();
        }
    }));

    public void AddGlobal(NvmlFunction function, TargetKind kind, Bodies.PP body) => Keep(function, new Signatures.PP((first, second) =>
    {
        if (!_driver.TryEnter(function, kind, 0, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, first, second);
        }
        catch (Exception)
        {
            return Failed;
        }
        finally
        {
            _driver.Leave();
        }
    }));

    /// <summary>For handles that belong to no device: event sets and GPM samples.</summary>
    public void AddGlobal(NvmlFunction function, TargetKind kind, Bodies.H body) => Keep(function, new Signatures.H(handle =>
    {
        if (!_driver.TryEnter(function, kind, 0, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, handle);
        }
        catch (Exception)
        {
            return Failed;
        }
        finally
        {
            _driver.Leave();
        }
    }));
}
