using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Planning.Terms;

/// <summary>A time of the week, by the local clock.</summary>
/// <param name="Days">Days it begins on; empty: every day. In the order of the week, from Monday.</param>
/// <param name="From">Local time it begins.</param>
/// <param name="To">Local time it ends; at or before <paramref name="From"/>: on the next day.</param>
/// <remarks>It holds while the local clock shows a time in it: an hour the clock skips does not happen, one it shows twice happens twice.</remarks>
public sealed record WeeklyWindow(ValueArray<IsoDayOfWeek> Days, LocalTime From, LocalTime To);
