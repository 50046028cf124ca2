using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>Functions that take a handle and a selector or a second handle.</summary>
internal sealed unsafe partial class FunctionTable
{
    public void Add(NvmlFunction function, TargetKind kind, Bodies.PPPP body) => Keep(function, new Signatures.HPPPP((handle, first, second, third, fourth) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, first, second, third, fourth);
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.UP body) => Keep(function, new Signatures.HUP((handle, selector, value) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.UPP body) => Keep(function, new Signatures.HUPP((handle, selector, first, second) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, selector, first, second);
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.UPU body) => Keep(function, new Signatures.HUPU((handle, size, values, scope) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.UUP body) => Keep(function, new Signatures.HUUP((handle, first, second, value) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, first, second, value);
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.UUUP body) => Keep(function, new Signatures.HUUUP((handle, first, second, third, value) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, first, second, third, value);
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.HP body) => Keep(function, new Signatures.HHP((handle, other, value) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, other, value);
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

    public void Add(NvmlFunction function, TargetKind kind, Bodies.HUP body) => Keep(function, new Signatures.HHUP((handle, other, selector, value) =>
    {
        if (!_driver.TryEnter(function, kind, handle, out CallTarget target, out int code))
        {
            return code;
        }

        try
        {
            return (int)body(in target, other, selector, value);
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
