using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Exporter.Tests.Exposition;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Control;

/// <summary>Sections K, L and M: what the control loop does, on the page.</summary>
public sealed class ControlPageTests
{
    private const string Prefix = "gpu_optimizer_";

    private static readonly GpuSnapshot Gpu = Some.H100().WithMig("3g.40gb@0", "2g.20gb@4");

    [Fact]
    public async Task Render_NoReport_NothingOfTheSectionsIsThere()
    {
        Page page = await Page.OfAsync(Some.Node().WithGpu(Gpu));

        Assert.DoesNotContain(MetricCatalogue.Families.Where(static family => family.Group is 'K' or 'L' or 'M'), family => page.Types.ContainsKey(family.FullName));
    }

    [Fact]
    public async Task Render_ReportWithoutPlan_SaysZeroOfWhatHasNotHappenedAndNothingOfWhatIsNotKnown()
    {
        Page page = await OfAsync(SomeControl.New());

        Assert.Equal(16, page.Of(Prefix + "repartitions_total{").Length);
        Assert.Equal(12, page.Of(Prefix + "workload_moves_total{").Length);
        Assert.Equal(0, page[Prefix + "plan_evaluations_total{decision=\"keep\",reason=\"already_best\"}"]);
        Assert.All(page.Of(Prefix + "repartition_duration_seconds_bucket"), series => Assert.Equal(0, page[series]));
        Assert.Equal(5, page.Of(Prefix + "repartition_duration_seconds_count{").Length);
        Assert.Equal(0, page[Prefix + "workload_interruption_seconds_count{kind=\"slurm\"}"]);
        Assert.Equal(0, page[$"{Prefix}repartition_in_progress{{gpu_uuid=\"{Gpu.Uuid}\"}}"]);
        Assert.Equal(0, page[$"{Prefix}gpu_quarantined{{gpu_uuid=\"{Gpu.Uuid}\"}}"]);
        Assert.Equal(6, page.Of(Prefix + "device_state_seconds_total{").Length);
        Assert.All(
            (string[])["plan_generation", "plan_state", "plan_expected_gain_ratio", "plan_desired_instances", "plan_layout_drift", "pricing_info", "cost_total", "energy_cost_total", "cost_avoided_total"],
            name => Assert.False(page.Has(Prefix + name), name));
        Assert.Empty(page.Of(Prefix + "series_dropped_total{family=\"p"));
    }

    [Fact]
    public async Task Render_FullReport_MatchesGolden()
    {
        using MetricsExporter exporter = new(TestOptions.Default with { KeepFamilies = [.. MetricCatalogue.Families.Where(static family => family.Group is 'K' or 'L' or 'M').Select(static family => family.Name)] });
        exporter.PublishControl(SomeControl.Full(Gpu.Uuid));
        exporter.Publish(Some.Node(1).WithGpu(Gpu));
        exporter.Publish(Some.Node(133).WithGpu(Gpu with { Power = new PowerReading { EnergyJoules = Gpu.Power!.EnergyJoules + 72_000 } }));
        exporter.PublishControl(SomeControl.Full(Gpu.Uuid, 2) with { Repartitioning = [], Measurements = [] });
        exporter.Publish(Some.Node(134).WithGpu(Gpu));
        exporter.Publish(Some.Node(266).WithGpu(Gpu));

        Golden.Matches("control.txt", await Page.TextAsync(exporter));
    }

    [Theory]
    [InlineData(false, OperatingMode.Recommend, "recommend")]
    [InlineData(false, OperatingMode.Approve, "approve")]
    [InlineData(true, OperatingMode.Enforce, "paused")]
    public async Task Render_Mode_IsOneOfFive(bool paused, OperatingMode mode, string shown)
    {
        Page page = await OfAsync(SomeControl.New() with { Paused = paused, Mode = mode });

        Assert.Equal(5, page.Of(Prefix + "policy_mode{").Length);
        Assert.Equal([$"{Prefix}policy_mode{{mode=\"{shown}\"}}"], page.Of(Prefix + "policy_mode{").Where(series => page[series] == 1));
    }

    [Fact]
    public async Task Render_Holds_EveryInterlockIsSaidAndTheHeldOnesAreOne()
    {
        Page page = await OfAsync(SomeControl.Full(Gpu.Uuid));

        Assert.Equal(Enum.GetNames<Interlock>().Length, page.Of(Prefix + "safety_interlock_active{").Length);
        Assert.Equal(
            [Prefix + "safety_interlock_active{interlock=\"cooldown\"}", Prefix + "safety_interlock_active{interlock=\"maintenance\"}"],
            page.Of(Prefix + "safety_interlock_active{").Where(series => page[series] == 1));
    }

    [Fact]
    public async Task Render_Plan_GainIsAgainstStayingByObjective()
    {
        Page page = await OfAsync(SomeControl.Full(Gpu.Uuid));

        // Stay serves 12 - 2 for 4.5; the plan serves 12 for 3.5.
        Assert.Equal(0.2, page[Prefix + "plan_expected_gain_ratio{objective=\"performance\"}"]);
        Assert.Equal(0.2222222, page[Prefix + "plan_expected_gain_ratio{objective=\"cost\"}"]);
        Assert.Equal(0, page[Prefix + "plan_expected_gain_ratio{objective=\"energy\"}"]);
    }

    [Fact]
    public async Task Render_PlanWithoutStaying_SaysNoGain()
    {
        ControlReport full = SomeControl.Full(Gpu.Uuid);
        Plan plan = full.Plan!.Plan with { Alternatives = [] };

        Page page = await OfAsync(full with { Plan = full.Plan with { Plan = plan } });

        Assert.False(page.Has(Prefix + "plan_expected_gain_ratio"));
        Assert.Equal(7, page[Prefix + "plan_generation"]);
    }

    [Fact]
    public async Task Render_Desired_CountsByProfileWithZeroForWhatShouldGo()
    {
        Page page = await OfAsync(SomeControl.Full(Gpu.Uuid));

        string Desired(string profile) => $"{Prefix}plan_desired_instances{{gpu_uuid=\"{Gpu.Uuid}\",profile=\"{profile}\"}}";
        Assert.Equal(2, page[Desired("1g.10gb")]);
        Assert.Equal(1, page[Desired("3g.40gb")]);
        Assert.Equal(0, page[Desired("2g.20gb")]);
    }

    [Theory]
    [InlineData("3g.40gb@0 2g.20gb@4", 0d)]
    [InlineData("2g.20gb@4 3g.40gb@0", 0d)]
    [InlineData("3g.40gb@0", 1d)]
    [InlineData("3g.40gb@0 2g.20gb@6", 1d)]
    [InlineData("3g.40gb@0 1g.20gb@4", 1d)]
    public async Task Render_Drift_IsWhereLayoutsDiffer(string desired, double drift)
    {
        Page page = await OfAsync(SomeControl.New() with { Desired = [SomeControl.Target(Gpu.Uuid, desired.Split(' '))] });

        Assert.Equal(drift, page[$"{Prefix}plan_layout_drift{{gpu_uuid=\"{Gpu.Uuid}\"}}"]);
    }

    [Fact]
    public async Task Render_DriftOfAGpuThatCannotBeSeen_IsAbsent()
    {
        ControlReport report = SomeControl.New() with { Desired = [SomeControl.Target(Some.LostGpu().Uuid, "3g.40gb@0")] };
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.PublishControl(report);
        Assert.False((await Page.ReadAsync(exporter)).Has(Prefix + "plan_layout_drift"));

        exporter.Publish(Some.Node().WithGpu(Some.LostGpu()));
        Assert.False((await Page.ReadAsync(exporter)).Has(Prefix + "plan_layout_drift"));
    }

    [Fact]
    public async Task Render_QuarantinedGpuThatIsGone_IsStillSaid()
    {
        Page page = await OfAsync(SomeControl.Full(Gpu.Uuid));

        Assert.Equal(1, page[Prefix + "gpu_quarantined{gpu_uuid=\"GPU-away\"}"]);
        Assert.Equal(0, page[$"{Prefix}gpu_quarantined{{gpu_uuid=\"{Gpu.Uuid}\"}}"]);
        Assert.Equal(1, page[$"{Prefix}repartition_in_progress{{gpu_uuid=\"{Gpu.Uuid}\"}}"]);
    }

    [Fact]
    public async Task Render_WordsOutsideTheContract_AreNotShown()
    {
        Page page = await OfAsync(SomeControl.New() with
        {
            Evaluations = [new EvaluationCount("guess", "already_best", 1)],
            Repartitions = [new RepartitionCount("reshape", "lucky", 1)],
            Measurements = [new Measured("coffee", "", 1), new Measured("interruption", "vm", 1)],
        });

        Assert.DoesNotContain(page.Series.Keys, static series => series.Contains("guess", StringComparison.Ordinal) || series.Contains("lucky", StringComparison.Ordinal));
        Assert.Equal(4, page.Of(Prefix + "workload_interruption_seconds_count{").Length);
    }

    [Fact]
    public async Task Render_AvoidedCostFalls_TheCounterStays()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        string noAction = Prefix + "cost_avoided_total{baseline=\"no_action\"}";
        ControlReport report = SomeControl.New() with { AvoidedAgainstNoAction = Money.Of(-3) };
        exporter.PublishControl(report);
        Page lost = await Page.ReadAsync(exporter);
        exporter.PublishControl(report with { Ticks = 2, AvoidedAgainstNoAction = Money.Of(10) });
        exporter.PublishControl(report with { Ticks = 3, AvoidedAgainstNoAction = Money.Of(4) });
        Page fallen = await Page.ReadAsync(exporter);

        Assert.Equal(0, lost[noAction]);
        Assert.Equal(10, fallen[noAction]);
        Assert.False(fallen.Has(Prefix + "cost_avoided_total{baseline=\"static_layout\"}"));
    }

    [Fact]
    public async Task Render_LargestNode_FitsUnderTheCaps()
    {
        NodeSnapshot node = BusyNode.Cycle(1, gpus: 16);
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.PublishControl(SomeControl.Full(Gpu.Uuid) with
        {
            Desired = [.. node.Gpus.Select(static gpu => SomeControl.Target(gpu.Uuid, "3g.40gb@0", "2g.20gb@4", "1g.10gb@6"))],
            Prices = new PriceReport("EUR", "config", 0.25, [.. node.Gpus.Select(static gpu => new GpuPrice(gpu.Uuid, 2))]),
        });
        exporter.Publish(node);

        Page page = await Page.ReadAsync(exporter);

        Assert.Equal(16 * 6, page.Of(Prefix + "cost_total{").Length);
        Assert.DoesNotContain(page.Of(Prefix + "series_dropped_total{"), static series => series.Contains("reason=\"limit\"", StringComparison.Ordinal));
    }

    private static async Task<Page> OfAsync(ControlReport report)
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.Publish(Some.Node().WithGpu(Gpu));
        exporter.PublishControl(report);
        return await Page.ReadAsync(exporter);
    }
}
