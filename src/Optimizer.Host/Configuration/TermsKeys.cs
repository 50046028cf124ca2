using System.Text;
using Optimizer.Model.Plans;

namespace Optimizer.Host.Configuration;

/// <summary>Turns what the planner says of terms into the words of the file they were read from.</summary>
internal static class TermsKeys
{
    // Names in the terms that are not the setting's name in snake case.
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["policy"] = Settings.PolicyName.Key,
        ["horizon (h)"] = Settings.PolicyHorizon.Key,
        ["prices"] = Settings.PricesValue.Key,
        ["prices.energy.timeZone"] = Settings.PricesEnergyZone.Key,
        ["prices.energy.pricePerKwh"] = Settings.PricesEnergy.Key,
        ["prices.energy.periods"] = Settings.PricesEnergyPeriods.Key,
        ["prices.carbon.pricePerKg"] = Settings.PricesCarbon.Key,
        ["prices.carbon.series"] = Settings.PricesCarbonIntensity.Key,
        ["prices.instanceChange (s)"] = Settings.PricesInstanceChange.Key,
        ["gates.dwell (h)"] = Settings.GatesDwell.Key,
        ["gates.maxShareMoving"] = Settings.GatesMaxShareMoving.Key,
        ["gates.movesPerTenantPerDay"] = Settings.GatesMovesPerTenant.Key,
    };

    /// <summary>The key of the setting that a refusal is about.</summary>
    public static string Of(string subject)
    {
        string bare = subject.Contains('[', StringComparison.Ordinal) ? subject[..subject.IndexOf('[', StringComparison.Ordinal)] : subject;
        return bare.StartsWith("prices.models.", StringComparison.Ordinal) ? Settings.PricesModels.Key
            : Renamed.TryGetValue(bare, out string? key) ? key
            : Snake(bare);
    }

    /// <summary>What is wrong and what would help, with keys in place of the planner's names.</summary>
    public static string Sentence(PlanRefusal refusal)
    {
        // Of what TermsCheck says only these two name another setting than the one they are about.
        string relaxation = refusal.Relaxation
            .Replace("gates.deepestRung to FreeSpace", "gates.deepest_rung to free-space", StringComparison.Ordinal)
            .Replace("set the horizon to", $"set {Settings.PolicyHorizon.Key} (here in hours) to", StringComparison.Ordinal);
        string place = refusal.Subject.Contains('[', StringComparison.Ordinal) ? refusal.Subject[refusal.Subject.IndexOf('[', StringComparison.Ordinal)..] : "";
        return $"{refusal.Sentence.Replace(refusal.Subject, Of(refusal.Subject) + place, StringComparison.Ordinal)}; {relaxation}";
    }

    private static string Snake(string name)
    {
        StringBuilder snake = new();
        foreach (char letter in name)
        {
            if (char.IsAsciiLetterUpper(letter))
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }
}
