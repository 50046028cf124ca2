using System.Diagnostics.CodeAnalysis;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Symbols;

namespace Optimizer.Nvml.Sessions;

/// <summary>Owns the open library: opens it, closes it, lends it out around a reset.</summary>
/// <remarks>
/// <para>An open NVML is a client of the driver, and a GPU with clients can neither be reset nor (on Ampere) change MIG mode. So whoever resets takes
/// a lease: everything that must be freed is freed by <see cref="Closing"/>, the library is shut down and unloaded, and nothing opens it again
/// until the lease is given back.</para>
/// <para>Not thread safe: call on the NVML executor only. <see cref="Epoch"/> tells holders of handles that theirs are dead.</para>
/// </remarks>
public sealed class NvmlSession
{
    private readonly Func<INvmlSymbolSource?> _source;
    private NvmlLibrary? _library;

    /// <summary>Creates a closed session.</summary>
    /// <param name="source">Finds the symbols, anew at every opening (a driver may be installed or replaced meanwhile); null when there is no library.</param>
    /// <param name="errors">Where failed calls are counted, over all openings.</param>
    public NvmlSession(Func<INvmlSymbolSource?> source, NvmlErrorLedger errors)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(errors);
        _source = source;
        Errors = errors;
    }

    /// <summary>Runs before every close while the library still answers: free samples and event sets here.</summary>
    public event Action? Closing;

    /// <summary>Failed calls, over all openings.</summary>
    public NvmlErrorLedger Errors { get; }

    /// <summary>Whether NVML can be called.</summary>
    public NvmlSessionState State { get; private set; }

    /// <summary>Grows by one with every opening; handles of another epoch are dead. 0 before the first.</summary>
    public long Epoch { get; private set; }

    /// <summary>The open library.</summary>
    /// <returns>False while closed or lent.</returns>
    public bool TryGet([NotNullWhen(true)] out NvmlLibrary? library)
    {
        library = State == NvmlSessionState.Open ? _library : null;
        return library is not null;
    }

    /// <summary>Opens NVML when it is closed. An open session stays as it is; a lent one is refused.</summary>
    public NvmlOpening Open()
    {
        switch (State)
        {
            case NvmlSessionState.Open:
                return new(NvmlReturn.Success, null);
            case NvmlSessionState.Lent:
                return new(NvmlReturn.InUse, "NVML is closed for a reset or MIG mode change in progress; it opens again when that ends.");
        }

        INvmlSymbolSource? source = _source();
        if (source is null)
        {
            return new(NvmlReturn.LibraryNotFound, $"Could not load the NVML library: {NvmlReturn.LibraryNotFound.Remedy()}.");
        }

        NvmlLibrary library = new(source, Errors);
        NvmlReturn code = library.Init();
        if (code != NvmlReturn.Success)
        {
            string remedy = code.Remedy() is string text ? $": {text}" : string.Empty;
            string trouble = $"nvmlInit_v2 of {library.Description} answered {code.MetricName()}{remedy}.";
            library.Dispose();
            return new(code, trouble);
        }

        _library = library;
        State = NvmlSessionState.Open;
        Epoch++;
        return new(NvmlReturn.Success, null);
    }

    /// <summary>Closes NVML when it is open; it may be opened again at once.</summary>
    public void Close() => CloseAs(NvmlSessionState.Closed);

    /// <summary>
    /// Forgets an open library without calling it, after a call into it never came back. The stuck thread still stands in that code, so it is
    /// neither shut down nor unloaded: one library is leaked for one hung driver.
    /// </summary>
    public void Abandon()
    {
        _library = null;
        State = NvmlSessionState.Closed;
    }

    /// <summary>Closes NVML and keeps it closed until the lease is disposed of.</summary>
    /// <exception cref="InvalidOperationException">It is lent already: there is one writer.</exception>
    public NvmlLease Lend()
    {
        if (State == NvmlSessionState.Lent)
        {
            throw new InvalidOperationException("NVML is lent already; one reset at a time.");
        }

        CloseAs(NvmlSessionState.Lent);
        return new NvmlLease(this);
    }

    internal void GiveBack() => State = NvmlSessionState.Closed;

    private void CloseAs(NvmlSessionState state)
    {
        if (_library is not null)
        {
            Closing?.Invoke();
            _library.Shutdown();
            _library.Dispose();
            _library = null;
        }

        State = state;
    }
}
