using Optimizer.Nvml.Native;
using Optimizer.Simulation.Boards;

namespace Optimizer.Simulation.Physics;

/// <summary>Power, heat and clocks of one board. Power is constant between changes, so energy is exact; temperature follows with a lag.</summary>
internal sealed class GpuPower
{
    /// <summary>Air at the inlet; a plausible machine room.</summary>
    private const double InletCelsius = 27;

    /// <summary>A heat sink's time constant: it is two thirds of the way after this long.</summary>
    private const double LagSeconds = 25;

    private readonly BoardPhysics _board;
    private double _settled;
    private double _joules;
    private double _powerCapSeconds;
    private double _swThermalSeconds;
    private double _hwThermalSeconds;

    public GpuPower(BoardPhysics board)
    {
        _board = board;
        LimitWatts = board.PowerLimitWatts;
        Watts = board.IdleWatts;
        Celsius = InletCelsius + (board.KelvinPerWatt * Watts);
        ClockMhz = board.IdleClockMhz;
        Reasons = NvmlClocksEvent.GpuIdle;
    }

    public double LimitWatts { get; set; }

    /// <summary>Added to the inlet by a test or a fault: a blocked fan.</summary>
    public double ExtraKelvin { get; set; }

    public double Watts { get; private set; }

    public double Celsius { get; private set; }

    public double MemoryCelsius => Celsius + 4 + (6 * (Watts / _board.PowerLimitWatts));

    public int ClockMhz { get; private set; }

    public ulong Reasons { get; private set; }

    public uint Milliwatts => (uint)Math.Round(Watts * 1000);

    /// <summary>Energy since the driver was loaded last.</summary>
    public double Joules(double now) => _joules + (Watts * (now - _settled));

    public ulong Millijoules(double now) => (ulong)Math.Round(Joules(now) * 1000);

    public ulong PowerCapNanoseconds(double now) => Nanoseconds(_powerCapSeconds, NvmlClocksEvent.SwPowerCap, now);

    public ulong SwThermalNanoseconds(double now) => Nanoseconds(_swThermalSeconds, NvmlClocksEvent.SwThermal, now);

    public ulong HwThermalNanoseconds(double now) => Nanoseconds(_hwThermalSeconds, NvmlClocksEvent.HwThermal, now);

    /// <summary>Books energy, heat and throttled time up to an instant.</summary>
    public void Settle(double now)
    {
        double elapsed = now - _settled;
        if (elapsed <= 0)
        {
            return;
        }

        _joules += Watts * elapsed;
        _powerCapSeconds += Held(NvmlClocksEvent.SwPowerCap) ? elapsed : 0;
        _swThermalSeconds += Held(NvmlClocksEvent.SwThermal) ? elapsed : 0;
        _hwThermalSeconds += Held(NvmlClocksEvent.HwThermal) ? elapsed : 0;
        double steady = InletCelsius + ExtraKelvin + (_board.KelvinPerWatt * Watts);
        Celsius += (steady - Celsius) * (1 - Math.Exp(-elapsed / LagSeconds));
        _settled = now;
    }

    /// <summary>Sets power and clocks for a load; settle first.</summary>
    /// <param name="load">Dynamic power wanted, as a share of the range between idle and the default limit; may exceed 1.</param>
    public void Apply(double load)
    {
        double range = _board.PowerLimitWatts - _board.IdleWatts;
        double wanted = _board.IdleWatts + (range * load);
        ulong reasons = load <= 0 ? NvmlClocksEvent.GpuIdle : 0;
        double speed = 1;
        if (wanted > LimitWatts)
        {
            reasons |= NvmlClocksEvent.SwPowerCap;

            // Power grows about with the cube of the clock where voltage follows it.
            speed = Math.Cbrt(Math.Max(0.05, (LimitWatts - _board.IdleWatts) / (wanted - _board.IdleWatts)));
            wanted = LimitWatts;
        }

        if (Celsius >= _board.SlowdownCelsius && load > 0)
        {
            bool hard = Celsius >= _board.SlowdownCelsius + 3;
            reasons |= NvmlClocksEvent.SwThermal | (hard ? NvmlClocksEvent.HwThermal | NvmlClocksEvent.HwSlowdown : 0);
            speed *= hard ? 0.5 : 0.8;
            wanted = _board.IdleWatts + ((wanted - _board.IdleWatts) * (hard ? 0.3 : 0.7));
        }

        Watts = wanted;
        Reasons = reasons;
        ClockMhz = load <= 0 ? _board.IdleClockMhz : (int)(_board.MaxClockMhz * speed) / 15 * 15;
    }

    /// <summary>A fresh driver starts its counters at zero.</summary>
    public void ClearCounters() => (_joules, _powerCapSeconds, _swThermalSeconds, _hwThermalSeconds) = (0, 0, 0, 0);

    private bool Held(ulong reason) => (Reasons & reason) != 0;

    private ulong Nanoseconds(double settled, ulong reason, double now) =>
        (ulong)((settled + (Held(reason) ? now - _settled : 0)) * 1e9);
}
