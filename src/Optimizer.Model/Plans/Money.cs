using System.Globalization;

namespace Optimizer.Model.Plans;

/// <summary>An amount in the policy's currency. Unit: millionths of it, so that sums are exact and the same on every machine.</summary>
/// <param name="Micros">Millionths; may be negative.</param>
public readonly record struct Money(long Micros) : IComparable<Money>
{
    /// <summary>Nothing.</summary>
    public static Money Zero => default;

    /// <summary>The amount in whole units of the currency, for ratios and pictures; sums are made in <see cref="Money"/>.</summary>
    public double Amount => Micros / 1e6;

    /// <summary>The nearest amount, halves away from zero.</summary>
    /// <exception cref="OverflowException">The amount is not finite or beyond nine trillion.</exception>
    public static Money Of(double amount) => new(checked((long)Math.Round(amount * 1e6, MidpointRounding.AwayFromZero)));

    /// <inheritdoc/>
    public int CompareTo(Money other) => Micros.CompareTo(other.Micros);

    /// <summary>Sum.</summary>
    public static Money operator +(Money left, Money right) => new(left.Micros + right.Micros);

    /// <summary>Difference.</summary>
    public static Money operator -(Money left, Money right) => new(left.Micros - right.Micros);

    /// <summary>The amount with the other sign.</summary>
    public static Money operator -(Money amount) => new(-amount.Micros);

    /// <summary>A whole multiple.</summary>
    public static Money operator *(Money amount, long times) => new(amount.Micros * times);

    /// <summary>Order by amount.</summary>
    public static bool operator <(Money left, Money right) => left.Micros < right.Micros;

    /// <summary>Order by amount.</summary>
    public static bool operator >(Money left, Money right) => left.Micros > right.Micros;

    /// <summary>Order by amount.</summary>
    public static bool operator <=(Money left, Money right) => left.Micros <= right.Micros;

    /// <summary>Order by amount.</summary>
    public static bool operator >=(Money left, Money right) => left.Micros >= right.Micros;

    /// <summary>The amount with all six digits, for example <c>-0.125000</c>.</summary>
    public override string ToString() => (Micros / 1_000_000m).ToString("0.000000", CultureInfo.InvariantCulture);
}
