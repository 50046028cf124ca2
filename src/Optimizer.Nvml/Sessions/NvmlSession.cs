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
/// <para>A library that a call is still inside of is never shut down or unloaded under that call: it is set aside and put away when the call has
/// come back (<see cref="Hold"/>).</para>
/// <para>Open, close and lend on the NVML executor only. <see cref="Epoch"/> tells holders of handles that theirs are dead.</para>
/// </remarks>
public sealed class NvmlSession
{
    private readonly Func<INvmlSymbolSource?> _source;
    private readonly string _libraryName;
    private readonly Lock _gate = new();
    private readonly List<Task> _holds = [];
    private readonly List<(NvmlLibrary Library, Task Until)> _setAside = [];
    private NvmlLibrary? _library;
    private NvmlSessionState _state;

    /// <summary>Creates a closed session.</summary>
    /// <param name="source">Finds the symbols, anew at every opening (a driver may be installed or replaced meanwhile); null when there is no library.</param>
    /// <param name="errors">Where failed calls are counted, over all openings.</param>
    /// <param name="libraryName">What the source looks for, for messages.</param>
    public NvmlSession(Func<INvmlSymbolSource?> source, NvmlErrorLedger errors, string libraryName = NvmlSharedLibrary.DefaultName)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(errors);
        _source = source;
        Errors = errors;
        _libraryName = libraryName;
    }

    /// <summary>Runs before every close while the library still answers: free samples and event sets here.</summary>
    public event Action? Closing;

    /// <summary>Failed calls, over all openings.</summary>
    public NvmlErrorLedger Errors { get; }

    /// <summary>Whether NVML can be called.</summary>
    public NvmlSessionState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Grows by one with every opening; handles of another epoch are dead. 0 before the first.</summary>
    public long Epoch { get; private set; }

    /// <summary>The open library.</summary>
    /// <returns>False while closed or lent.</returns>
    public bool TryGet([NotNullWhen(true)] out NvmlLibrary? library)
    {
        lock (_gate)
        {
            library = _state == NvmlSessionState.Open ? _library : null;
            return library is not null;
        }
    }

    /// <summary>Notes that a call is still inside the open library and will have left it when the task completes.</summary>
    public void Hold(Task until)
    {
        lock (_gate)
        {
            _holds.RemoveAll(static hold => hold.IsCompleted);
            _holds.Add(until);
        }
    }

    /// <summary>Opens NVML when it is closed. An open session stays as it is; a lent one is refused.</summary>
    public NvmlOpening Open()
    {
        PutAway();
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
            return new(NvmlReturn.LibraryNotFound, $"Could not load {_libraryName}: {NvmlReturn.LibraryNotFound.Remedy()}.");
        }

        NvmlLibrary library = new(source, Errors);
        NvmlReturn code = Init(library);
        if (code != NvmlReturn.Success)
        {
            string remedy = code.Remedy() is string text ? $": {text}" : string.Empty;
            string trouble = $"nvmlInit_v2 of {library.Description} answered {code.MetricName()}{remedy}.";
            library.Dispose();
            return new(code, trouble);
        }

        lock (_gate)
        {
            _library = library;
            _state = NvmlSessionState.Open;
            Epoch++;
        }

        return new(NvmlReturn.Success, null);
    }

    /// <summary>Closes NVML when it is open; it may be opened again at once.</summary>
    public void Close() => CloseAs(NvmlSessionState.Closed);

    /// <summary>Forgets the open library after a call that concerns all GPUs did not come back; a lent session stays lent.</summary>
    /// <param name="unwound">Completes when the call has come back; the library is put away after that.</param>
    public void Abandon(Task unwound)
    {
        lock (_gate)
        {
            if (_library is not null)
            {
                _setAside.Add((_library, Task.WhenAll([unwound, .. _holds])));
            }

            _holds.Clear();
            _library = null;
            _state = _state == NvmlSessionState.Lent ? NvmlSessionState.Lent : NvmlSessionState.Closed;
        }
    }

    /// <summary>Closes NVML and keeps it closed until the lease is disposed of.</summary>
    /// <exception cref="InvalidOperationException">It is lent already (there is one writer), or a call has not come back, so that the driver is still held.</exception>
    public NvmlLease Lend()
    {
        PutAway();
        lock (_gate)
        {
            if (_state == NvmlSessionState.Lent)
            {
                throw new InvalidOperationException("NVML is lent already; one reset at a time.");
            }

            if (_setAside.Count > 0 || _holds.Exists(static hold => !hold.IsCompleted))
            {
                throw new InvalidOperationException("NVML cannot be closed: a call into it has not come back, so this process still holds the driver.");
            }
        }

        CloseAs(NvmlSessionState.Lent);
        return new NvmlLease(this);
    }

    internal void GiveBack()
    {
        lock (_gate)
        {
            _state = _state == NvmlSessionState.Lent ? NvmlSessionState.Closed : _state;
        }
    }

    private static NvmlReturn Init(NvmlLibrary library)
    {
        try
        {
            return library.Init();
        }
        catch (NvmlAbandonedException)
        {
            // It came back after all, too late for whoever asked. Nobody opens anew before this thread has ended, so undoing it here, unwatched,
            // leaves the driver without a client; after a failed init the call is refused, which is as good.
            NvmlCallSlot.Current = null;
            library.Shutdown();
            library.Dispose();
            throw;
        }
    }

    // Frees the libraries whose stuck calls have come back.
    private void PutAway()
    {
        (NvmlLibrary Library, Task Until)[] ready;
        lock (_gate)
        {
            ready = [.. _setAside.Where(static aside => aside.Until.IsCompleted)];
            _setAside.RemoveAll(static aside => aside.Until.IsCompleted);
        }

        foreach ((NvmlLibrary library, _) in ready)
        {
            library.Shutdown();
            library.Dispose();
        }
    }

    private void CloseAs(NvmlSessionState state)
    {
        if (_library is NvmlLibrary library)
        {
            Closing?.Invoke();
            bool inside;
            lock (_gate)
            {
                inside = _holds.Exists(static hold => !hold.IsCompleted);
                if (inside)
                {
                    _setAside.Add((library, Task.WhenAll(_holds)));
                }

                _holds.Clear();
                _library = null;
                _state = state;
            }

            if (!inside)
            {
                library.Shutdown();
                library.Dispose();
            }
        }

        lock (_gate)
        {
            _state = _state == NvmlSessionState.Lent ? NvmlSessionState.Lent : state;
        }
    }
}
