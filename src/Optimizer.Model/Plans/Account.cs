namespace Optimizer.Model.Plans;

/// <summary>What a state of the fleet and the way to it are worth over the horizon, term by term; all amounts are counted as positive.</summary>
/// <param name="Value">See <see cref="AccountTerm.Value"/>.</param>
/// <param name="SloPenalty">See <see cref="AccountTerm.SloPenalty"/>.</param>
/// <param name="GpuTime">See <see cref="AccountTerm.GpuTime"/>.</param>
/// <param name="Energy">See <see cref="AccountTerm.Energy"/>.</param>
/// <param name="Carbon">See <see cref="AccountTerm.Carbon"/>.</param>
/// <param name="Moving">See <see cref="AccountTerm.Moving"/>.</param>
/// <param name="InstanceChanges">See <see cref="AccountTerm.InstanceChanges"/>.</param>
public readonly record struct Account(
    Money Value, Money SloPenalty, Money GpuTime, Money Energy, Money Carbon, Money Moving, Money InstanceChanges)
{
    /// <summary>Everything that counts against the plan.</summary>
    public Money Cost => SloPenalty + GpuTime + Energy + Carbon + Moving + InstanceChanges;

    /// <summary>Value less cost: what is to be made large.</summary>
    public Money Net => Value - Cost;

    /// <summary>One term's amount.</summary>
    public Money this[AccountTerm term] => term switch
    {
        AccountTerm.Value => Value,
        AccountTerm.SloPenalty => SloPenalty,
        AccountTerm.GpuTime => GpuTime,
        AccountTerm.Energy => Energy,
        AccountTerm.Carbon => Carbon,
        AccountTerm.Moving => Moving,
        AccountTerm.InstanceChanges => InstanceChanges,
        _ => throw new ArgumentOutOfRangeException(nameof(term), term, "not a term"),
    };

    /// <summary>Sum, term by term.</summary>
    public static Account operator +(Account left, Account right) => new(
        left.Value + right.Value,
        left.SloPenalty + right.SloPenalty,
        left.GpuTime + right.GpuTime,
        left.Energy + right.Energy,
        left.Carbon + right.Carbon,
        left.Moving + right.Moving,
        left.InstanceChanges + right.InstanceChanges);
}
