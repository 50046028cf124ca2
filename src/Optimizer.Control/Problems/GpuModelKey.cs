using System.Text;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Problems;

/// <summary>The short stable name of a GPU model, under which speeds, prices and power are kept, for example <c>h100-80gb-sxm</c>.</summary>
public static class GpuModelKey
{
    /// <summary>Product names whose slug would not say memory or form factor. Sources: the drivers' names as users print them; keys as the simulated boards have.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["A30"] = "a30-24gb",
        ["A100-SXM4-40GB"] = "a100-40gb",
        ["A100-PCIE-40GB"] = "a100-40gb-pcie",
        ["A100-SXM4-80GB"] = "a100-80gb",
        ["A100 80GB PCIe"] = "a100-80gb-pcie",
        ["H100 80GB HBM3"] = "h100-80gb-sxm",
        ["H100 PCIe"] = "h100-80gb-pcie",
        ["H100 NVL"] = "h100-94gb",
        ["GH200 480GB"] = "h100-96gb",
        ["GH200 144G HBM3e"] = "gh200-144gb",
        ["H200"] = "h200-141gb-sxm",
        ["H200 NVL"] = "h200-141gb-nvl",
        ["B200"] = "b200-180gb",
        ["GB200"] = "gb200-186gb",
        ["B300 SXM6 AC"] = "b300-269gb",
        ["GB300"] = "gb300-278gb",
        ["RTX PRO 6000 Blackwell Server Edition"] = "rtx-pro-6000-blackwell",
    };

    /// <summary>The key of a known product, else a slug of its name; <c>unknown</c> for a name without a letter or digit.</summary>
    public static string Of(GpuIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        string name = (identity.Name ?? "").Trim();
        name = name.StartsWith("NVIDIA ", StringComparison.OrdinalIgnoreCase) ? name["NVIDIA ".Length..].Trim() : name;
        return Known.TryGetValue(name, out string? key) ? key : Slug(name);
    }

    private static string Slug(string name)
    {
        StringBuilder slug = new(name.Length);
        foreach (char letter in name)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(char.ToLowerInvariant(letter));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        string text = slug.ToString().TrimEnd('-');
        return text.Length == 0 ? "unknown" : text;
    }
}
