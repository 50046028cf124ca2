using NodaTime;
using Optimizer.Host.Configuration;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Host.Tests.Configuration;

public sealed class TermsSettingsTests
{
    [Fact]
    public void Defaults_AreTheShippedTerms_AndNothingIsDone()
    {
        Assert.Equal(new PolicyTerms(), DaemonConfiguration.Default.Terms);
        Assert.Equal(OperatingMode.Observe, DaemonConfiguration.Default.Mode);
        Assert.Empty(DaemonConfiguration.Default.Tenants);
    }

    [Fact]
    public void Read_EachKindOfTerm_IsTaken()
    {
        DaemonConfiguration read = Good("""
            mode: approve
            policy: { name: energy, horizon_minutes: 30 }
            tenants:
              - { name: b, quota_gpus: 4, floor_gpus: 0.5 }
              - name: a
            prices:
              energy_time_zone: Europe/Berlin
              energy_periods:
                - { days: [mon-fri], from: "22:00", to: "06:00", per_kwh: 0.18 }
                - { days: sun, from: 00:00, to: 24:00, per_kwh: -0.01 }
              carbon_per_kg: 0.1
              carbon_intensity: [{ from: 2026-01-01T00:00:00Z, grams_per_kwh: 380 }]
              models: [{ model: h100-80gb-sxm, gpu_hour: 3 }]
            gates:
              deepest_rung: mig-mode
              windows: [{ days: [fri-mon], from: "01:00", to: "05:00" }]
              freezes:
                - { from: 2027-01-01T00:00:00Z }
                - { from: 2026-12-20T00:00:00+01:00, to: 2026-12-27T00:00:00+01:00 }
            control: { retries: 0, socket: /srv/c.sock }
            """);

        Assert.Equal((OperatingMode.Approve, "energy", Duration.FromMinutes(30)), (read.Mode, read.Terms.Policy, read.Terms.Horizon));
        Assert.Equal([new TenantTerms("a", null, 0), new TenantTerms("b", 4, 0.5)], read.Tenants);
        Assert.Equal("Europe/Berlin", read.Terms.Prices.Energy.TimeZone);
        Assert.Equal(
            [
                new TariffPeriod([IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday], new LocalTime(22, 0), new LocalTime(6, 0), 0.18),
                new TariffPeriod([IsoDayOfWeek.Sunday], LocalTime.Midnight, LocalTime.Midnight, -0.01),
            ],
            read.Terms.Prices.Energy.Periods);
        Assert.Equal(new CarbonTerms(0.1, [new CarbonPoint(Instant.FromUtc(2026, 1, 1, 0, 0), 380)]), read.Terms.Prices.Carbon);
        Assert.Equal([new ModelPrice("h100-80gb-sxm", 3)], read.Terms.Prices.Models);
        Assert.Equal(DisruptionRung.MigMode, read.Terms.Gates.DeepestRung);
        Assert.Equal([IsoDayOfWeek.Monday, IsoDayOfWeek.Friday, IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday], Assert.Single(read.Terms.Gates.Windows).Days);
        Assert.Equal([Instant.FromUtc(2026, 12, 19, 23, 0), Instant.FromUtc(2027, 1, 1, 0, 0)], read.Terms.Gates.Freezes.Select(freeze => freeze.Start));
        Assert.False(read.Terms.Gates.Freezes[1].HasEnd);
        Assert.Equal((0, "/srv/c.sock"), (read.Control.Retries, read.Control.Socket));
    }

    [Theory]
    [InlineData("policy: { name: costs }", "1:17: policy.name: found \"costs\", expected one of the words cost, energy, performance, reactive, static; did you mean \"cost\"?")]
    [InlineData("prices: { currency: euro }", "1:21: prices.currency: found \"euro\", expected three capital letters, such as EUR or USD")]
    [InlineData("tenants: [{ quota_gpus: 1 }]", "1:11: tenants[0].name: is missing")]
    [InlineData("tenants: [{ name: a, quota_gpus: 1, floor_gpus: 2 }]", "1:49: tenants[0].floor_gpus: is 2, expected at most quota_gpus, which is 1")]
    [InlineData("tenants: [{ name: a }, { name: a }]", "1:24: tenants[1]: \"a\" is already in line 1; keep one of the two")]
    [InlineData("tenants: [{ name: a, qota_gpus: 1 }]", "1:22: tenants[0]: unknown key \"qota_gpus\"; did you mean \"quota_gpus\"?")]
    [InlineData("tenants: [a]", "1:11: tenants[0]: found \"a\", expected a group of keys, for example { name: search, quota_gpus: 4, floor_gpus: 1 }")]
    [InlineData("tenants: { name: a }", "1:10: tenants: found a group of keys, expected a list of at most 64 tenants")]
    [InlineData("gates: { windows: [{ days: [weekend], from: \"01:00\", to: \"05:00\" }] }", "1:29: gates.windows[0].days: found \"weekend\", expected days mon, tue, wed, thu, fri, sat, sun, or a run of them such as mon-fri")]
    [InlineData("gates: { windows: [{ from: 1am, to: \"05:00\" }] }", "1:28: gates.windows[0].from: found \"1am\", expected a time of day from 00:00 to 24:00, such as 22:30")]
    [InlineData("gates: { freezes: [{ from: 2026-12-20 }] }", "1:28: gates.freezes[0].from: found \"2026-12-20\", expected a moment with its offset")]
    [InlineData("gates: { freezes: [{ from: 2026-12-20T00:00:00Z, to: 2026-12-20T00:00:00Z }] }", "1:54: gates.freezes[0].to: is not later than from, so the freeze never holds")]
    [InlineData("prices: { carbon_per_kg: 1 }", "1:1: prices.carbon_intensity: carbon has a price but no intensity to apply it to; give one point, or leave carbon out")]
    [InlineData("control: { plan_period_seconds: 5 }", "1:12: control.plan_period_seconds: is 5, expected at least control.period_seconds, which is 10")]
    [InlineData("control: { socket: run.sock }", "1:20: control.socket: found \"run.sock\", expected an absolute path of at most 100 bytes, or null")]
    public void Read_OneMistake_SaysWhereWhatAndWhatIsLegal(string text, string message) => Assert.StartsWith($"c.yaml:{message}", Assert.Single(Bad(text)));

    [Fact]
    public void Read_PricesTooLargeTogether_AreNamedByKeysOfTheFile()
    {
        string error = Assert.Single(Bad("policy: { name: performance, horizon_minutes: 1440 }\nprices: { gpu_hour: 10000, value_per_gpu_hour: 10000, penalty_guaranteed: 10000 }\n"));

        Assert.StartsWith("c.yaml:2:", error);
        Assert.DoesNotContain("the horizon to", error);
    }

    [Fact]
    public void Read_FreezesOverEveryWindow_IsSaidToWhoAsksWithTheTime()
    {
        const string text = "gates: { freezes: [{ from: 2026-01-01T00:00:00Z }] }";

        Good(text); // a daemon that starts must observe, frozen or not
        ConfigurationResult.Refused refused = Assert.IsType<ConfigurationResult.Refused>(ConfigurationReader.Read(text, "c.yaml", Instant.FromUtc(2026, 5, 1, 0, 0)));
        Assert.Contains("gates.deepest_rung to free-space", Assert.Single(refused.Errors).Message);
    }

    [Fact]
    public void Keys_OfEverySubjectThePlannerNames_AreInTheTable()
    {
        PolicyTerms bad = new()
        {
            Policy = "none",
            Horizon = Duration.FromDays(2),
            Prices = new PriceTerms
            {
                GpuHour = -1, PowerUsageEffectiveness = 0, ValuePerGpuHour = -1, PenaltyGuaranteed = -1, PenaltyBurstable = -1, PenaltyBestEffort = -1,
                InstanceChange = Duration.FromHours(2), Models = [new ModelPrice("x", -1)], Carbon = new CarbonTerms(-1, []),
                Energy = new EnergyTariff { TimeZone = "Mars", PricePerKwh = double.NaN, Periods = [new TariffPeriod([], default, default, 1e9)] },
            },
            Gates = new GateTerms { TimeZone = "Mars", BenefitRatio = -1, Dwell = Duration.FromDays(2), MovesPerDay = -1, MovesPerTenantPerDay = -1, MaxShareMoving = 2, DeepestRung = (DisruptionRung)99 },
        };

        PlanRefusal[] refusals = [.. TermsCheck.Refusals(bad)];

        Assert.True(refusals.Length >= 19, $"{refusals.Length} refusals");
        Assert.All(refusals, refusal => Assert.Contains(TermsKeys.Of(refusal.Subject), SettingTable.ByKey.Keys));
    }

    [Theory]
    [InlineData("tenants", "tenants: [{0}]")]
    [InlineData("prices.models", "prices: {{ models: [{0}] }}")]
    [InlineData("prices.energy_periods", "prices: {{ energy_periods: [{0}] }}")]
    [InlineData("prices.carbon_intensity", "prices: {{ carbon_intensity: [{0}] }}")]
    [InlineData("gates.windows", "gates: {{ windows: [{0}] }}")]
    [InlineData("gates.freezes", "gates: {{ freezes: [{0}] }}")]
    public void Legal_ExampleOfEachList_IsLegal(string key, string frame)
    {
        string legal = SettingTable.ByKey[key].Legal;
        string example = legal[legal.IndexOf('{', StringComparison.Ordinal)..];

        Good(string.Format(System.Globalization.CultureInfo.InvariantCulture, frame, example));
    }

    private static DaemonConfiguration Good(string text) => Assert.IsType<ConfigurationResult.Read>(ConfigurationReader.Read(text, "c.yaml")).Configuration;

    private static string[] Bad(string text) =>
        [.. Assert.IsType<ConfigurationResult.Refused>(ConfigurationReader.Read(text, "c.yaml")).Errors.Select(e => e.ToString())];
}
