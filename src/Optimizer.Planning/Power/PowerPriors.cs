using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Power;

/// <summary>Power curves to begin with, by GPU model. An assumption until <see cref="PowerFit"/> has seen the board's meter.</summary>
/// <remarks>
/// Full load is the board's usual power limit; a node that reads its own limit should take that. Idle: 66 W was published for an A100 80GB PCIe and 39 W
/// for an RTX PRO 6000 with MIG on and no work; the others are set by likeness. No idle power of any MIG layout is published. Not verified on hardware.
/// </remarks>
public static class PowerPriors
{
    /// <summary>For models not in the table: an H100's, the most common board with MIG.</summary>
    public static PowerCurve Unknown { get; } = new(70, 700);

    // The longest prefix that fits decides, so a form factor with its own limit stands beside its family.
    private static readonly (string Prefix, PowerCurve Curve)[] Table =
    [
        ("a100", new PowerCurve(60, 400)),
        ("a100-80gb-pcie", new PowerCurve(66, 300)),
        ("a30", new PowerCurve(30, 165)),
        ("b200", new PowerCurve(100, 1000)),
        ("b300", new PowerCurve(100, 1400)),
        ("gb200", new PowerCurve(100, 1200)),
        ("gb300", new PowerCurve(100, 1400)),
        ("gh200", new PowerCurve(80, 900)),
        ("h100", new PowerCurve(70, 700)),
        ("h100-80gb-pcie", new PowerCurve(60, 350)),
        ("h200", new PowerCurve(70, 700)),
        ("h200-141gb-nvl", new PowerCurve(70, 600)),
        ("rtx-pro-6000", new PowerCurve(39, 600)),
    ];

    /// <summary>The curve of a model; <see cref="Unknown"/> when the table has none.</summary>
    /// <param name="model">Model key, for example <c>h100-80gb-sxm</c>.</param>
    public static PowerCurve For(string model)
    {
        (string Prefix, PowerCurve Curve) best = ("", Unknown);
        foreach ((string Prefix, PowerCurve Curve) entry in Table)
        {
            if (model.StartsWith(entry.Prefix, StringComparison.OrdinalIgnoreCase) && entry.Prefix.Length > best.Prefix.Length)
            {
                best = entry;
            }
        }

        return best.Curve;
    }
}
