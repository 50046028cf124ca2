using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>Functions whose first argument is a handle: enter, do, leave, and never let an exception into C.</summary>
internal sealed unsafe partial class FunctionTable
{
    public void Add(NvmlFunction function, TargetKind kind, Bodies.None body) => Keep(function, new Signatures.H((handle) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.H body) => Keep(function, new Signatures.HH((handle, other) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, other);
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.U body) => Keep(function, new Signatures.HU((handle, value) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.UH body) => Keep(function, new Signatures.HUH((handle, value, other) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, value, other);
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.LH body) => Keep(function, new Signatures.HLH((handle, mask, other) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, mask, other);
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.P body) => Keep(function, new Signatures.HP((handle, value) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.PU body) => Keep(function, new Signatures.HPU((handle, value, length) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.PP body) => Keep(function, new Signatures.HPP((handle, first, second) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
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
}
