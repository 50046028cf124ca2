using Optimizer.Exporter.Ledger;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;

namespace Optimizer.Exporter.Exposition;

/// <summary>What one exposition says of control and cost.</summary>
/// <param name="Report">The latest report.</param>
/// <param name="Ledger">What became of each GPU's time.</param>
/// <param name="AvoidedAgainstNoAction">The highest estimate so far, in the currency; null before the first.</param>
/// <param name="AvoidedAgainstStatic">The highest estimate so far, in the currency; null before the first.</param>
/// <param name="Measurements">Durations measured since the exposition before.</param>
internal sealed record ControlInput(
    ControlReport Report, ValueArray<LedgerEntry> Ledger, double? AvoidedAgainstNoAction, double? AvoidedAgainstStatic, IReadOnlyList<Measured> Measurements);
