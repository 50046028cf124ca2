using NodaTime;
using Optimizer.Host.Yaml;
using Optimizer.Model.Plans;
using Optimizer.Planning.Terms;

namespace Optimizer.Host.Configuration;

/// <summary>Rules between two settings; checked once each is legal by itself.</summary>
/// <param name="values">The values read.</param>
/// <param name="places">Where each key is that the operator wrote.</param>
/// <param name="errors">Collects what is wrong.</param>
/// <param name="now">Now; null: whether freezes leave any window of the year ahead is not looked at.</param>
internal sealed class ConfigurationRules(SettingValues values, Dictionary<string, YamlPosition> places, FileErrors errors, Instant? now)
{
    /// <summary>Checks them all.</summary>
    public void Check()
    {
        AtLeast(Settings.SamplerSlowPeriod, Settings.SamplerPeriod);
        AtLeast(Settings.SamplerInventoryPeriod, Settings.SamplerSlowPeriod);
        AtLeast(Settings.SamplerDriverRetryMax, Settings.SamplerDriverRetryMin);
        AtLeast(Settings.ForecastPeriod, Settings.WorkloadsScrapeTimeout);
        if (values.Get(Settings.PrometheusUrl) is not null)
        {
            AtLeast(Settings.ForecastPeriod, Settings.PrometheusTimeout);
        }

        AtLeast(Settings.ForecastBin, values.Get(Settings.ForecastBin), Settings.ForecastPeriod, values.Get(Settings.ForecastPeriod));
        int bin = values.Get(Settings.ForecastBin);
        int step = values.Get(Settings.ForecastPublishStep);
        if (step % bin != 0)
        {
            Refuse(Settings.ForecastPublishStep, step, Settings.ForecastBin, bin, "a multiple of");
        }

        AtLeast(Settings.ControlPlanPeriod, Settings.ControlPeriod);
        AtLeast(Settings.ControlMaxPlanAge, Settings.ControlPeriod);
        Terms();
    }

    // What the planner refuses is refused here, where the operator looks, and not at the first plan.
    private void Terms()
    {
        foreach (PlanRefusal refusal in TermsCheck.Refusals(values.Terms(), now))
        {
            string key = TermsKeys.Of(refusal.Subject);
            string section = key[..key.IndexOf('.', StringComparison.Ordinal)];
            YamlPosition place = places.TryGetValue(key, out YamlPosition own) ? own : places.GetValueOrDefault(section, YamlPosition.Start);
            errors.Add(place, key, TermsKeys.Sentence(refusal));
        }
    }

    private void AtLeast(NumberSetting larger, NumberSetting smaller) => AtLeast(larger, values.Get(larger), smaller, values.Get(smaller));

    private void AtLeast(Setting larger, double high, Setting smaller, double low)
    {
        if (high < low)
        {
            Refuse(larger, high, smaller, low, "at least");
        }
    }

    private void Refuse(Setting setting, double value, Setting other, double otherValue, string relation)
    {
        // Point at whichever of the two the operator wrote.
        YamlPosition at = places.TryGetValue(setting.Key, out YamlPosition first) ? first : places[other.Key];
        errors.Add(at, setting.Key, $"is {value}, expected {relation} {other.Key}, which is {otherValue}");
    }
}
