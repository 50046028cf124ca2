namespace Optimizer.Host.Configuration;

/// <summary>Section <c>control</c>: how the loop runs.</summary>
internal static partial class Settings
{
    /// <summary>Time between two ticks.</summary>
    public static readonly NumberSetting ControlPeriod = new()
    {
        Key = "control.period_seconds",
        Default = 10,
        Least = 1,
        Most = 600,
        Summary = "Time between two looks of the control loop when nothing presses. Steps of a plan follow each other without waiting for it.",
        Why = "Doubled, a workload that died is noticed, and a plan undone, up to 20 s later; halved, the loop's own cost doubles.",
    };

    /// <summary>Time between two plans.</summary>
    public static readonly NumberSetting ControlPlanPeriod = new()
    {
        Key = "control.plan_period_seconds",
        Default = 60,
        Least = 5,
        Most = 3600,
        Summary = "Time between two plans; at least control.period_seconds.",
        Why = "Forecasts change with every bin of a minute. Doubled, a rise is answered a minute later; halved, every second plan sees the same forecast.",
    };

    /// <summary>Oldest readings acted on.</summary>
    public static readonly NumberSetting ControlMaxReadingAge = new()
    {
        Key = "control.max_reading_age_seconds",
        Default = 15,
        Least = 1,
        Most = 600,
        Summary = "Oldest readings that are acted on; never less than three times sampler.period_seconds.",
        Why = "Fifteen cycles: a slow call is forgiven, a hanging driver is not. Doubled, a step may be decided on what was true half a minute ago.",
    };

    /// <summary>Oldest plan that may begin.</summary>
    public static readonly NumberSetting ControlMaxPlanAge = new()
    {
        Key = "control.max_plan_age_seconds",
        Default = 600,
        Least = 30,
        Most = 86400,
        Summary = "Time without progress after which a plan in flight is undone: after a long stop of the daemon, or a long pause.",
        Why = "What it was made from is out of date by then. Doubled, a node that was down for a quarter of an hour goes on with what it had begun.",
    };

    /// <summary>Attempts after the first.</summary>
    public static readonly IntegerSetting ControlRetries = new()
    {
        Key = "control.retries",
        Default = 3,
        Least = 0,
        Most = 100,
        Summary = "How often a step is tried again, where that may help, before its plan is undone.",
        Why = "With waits that double, a bit over a minute and a half: what lasts longer does not pass by itself. Doubled, a plan that cannot succeed keeps its GPU half changed for a quarter of an hour.",
    };

    /// <summary>First wait.</summary>
    public static readonly NumberSetting ControlRetryWait = new()
    {
        Key = "control.retry_wait_seconds",
        Default = 15,
        Least = 1,
        Most = 3600,
        Summary = "First wait before a step is tried again; it doubles with each attempt.",
        Why = "A process that ends keeps its instance for seconds. Doubled, every hiccup keeps a replica away for twice as long.",
    };

    /// <summary>Create or destroy.</summary>
    public static readonly NumberSetting ControlInstanceDeadline = new()
    {
        Key = "control.instance_deadline_seconds",
        Default = 15,
        Least = 1,
        Most = 600,
        Summary = "How long one driver call of creating or destroying an instance may take before its GPU counts as hung.",
        Why = "Published: below a second. NVML is called one job at a time: doubled, a hung driver silences the readings of all GPUs that much longer.",
    };

    /// <summary>MIG mode.</summary>
    public static readonly NumberSetting ControlModeDeadline = new()
    {
        Key = "control.mode_deadline_seconds",
        Default = 60,
        Least = 5,
        Most = 3600,
        Summary = "How long a GPU may stay away after the reset that a change of MIG mode needs before the step gives up on it.",
        Why = "Halved, a slow board counts as lost; doubled, a dead one holds up the plan that much longer.",
    };

    /// <summary>Start to ready.</summary>
    public static readonly NumberSetting ControlStartDeadline = new()
    {
        Key = "control.start_deadline_seconds",
        Default = 900,
        Least = 5,
        Most = 86400,
        Summary = "How long a workload may take from its start until it is ready.",
        Why = "Loading a large model from a network disk takes ten minutes. Doubled, a service that will never be ready holds its seat for half an hour.",
    };

    /// <summary>Stop beyond the grace.</summary>
    public static readonly NumberSetting ControlStopDeadline = new()
    {
        Key = "control.stop_deadline_seconds",
        Default = 300,
        Least = 5,
        Most = 86400,
        Summary = "How long a workload may take to stop beyond the grace it declares. Then the step fails; nothing is killed for it.",
        Why = "Writing a checkpoint takes minutes. Doubled, a plan waits twice as long before it is undone.",
    };

    /// <summary>Failures before the mode is lowered.</summary>
    public static readonly IntegerSetting ControlDemoteAfterFailures = new()
    {
        Key = "control.demote_after_failures",
        Default = 3,
        Least = 0,
        Most = 100,
        Summary = "Plans in a row that failed or were undone before the daemon only recommends, until gpu-optimizer resume. 0: it goes on.",
        Why = "One is bad luck, three have a cause. Doubled, services are restarted twice as often in vain.",
    };

    /// <summary>Restore after a boot.</summary>
    public static readonly SwitchSetting ControlRestoreAtBoot = new()
    {
        Key = "control.restore_at_boot",
        Default = true,
        Summary = "In the modes approve and enforce, restore the committed layout after a boot, which MIG instances do not survive, before the daemon says it is ready.",
    };

    /// <summary>Longest wait for it.</summary>
    public static readonly NumberSetting ControlRestoreDeadline = new()
    {
        Key = "control.restore_deadline_seconds",
        Default = 120,
        Least = 0,
        Most = 600,
        Summary = "How long restoring may hold up the daemon's readiness, and with it the units ordered after it.",
        Why = "Sixteen GPUs of seven instances take about a minute. Doubled, a GPU that does not answer holds up the boot for four minutes.",
    };

    /// <summary>Journal.</summary>
    public static readonly IntegerSetting ControlJournalRetention = new()
    {
        Key = "control.journal_retention_days",
        Default = 90,
        Least = 1,
        Most = 3650,
        Summary = "How long plans and their steps are kept for history and explain.",
        Why = "A quarter, for the report that asks what was saved. Doubled, the file grows to twice its size.",
    };

    /// <summary>Where the control socket is.</summary>
    public static readonly TextSetting ControlSocket = new()
    {
        Key = "control.socket",
        Default = null,
        Expected = "an absolute path of at most 100 bytes",
        Accepts = static text => IsAbsolutePath(text) && System.Text.Encoding.UTF8.GetByteCount(text) <= 100,
        Summary = "Socket that status, pause and the other verbs talk to. null: /run/gpu-optimizer/control.sock for root on a real node, else gpu-optimizer/control.sock in $XDG_RUNTIME_DIR or a folder of the user's own in /tmp.",
        Why = "The kernel takes 107 bytes. Root, the daemon's own user and the group gpu-optimizer are answered, nobody else.",
    };

    internal static Setting[] ControlSettings() =>
    [
        ControlPeriod, ControlPlanPeriod, ControlMaxReadingAge, ControlMaxPlanAge, ControlRetries, ControlRetryWait, ControlInstanceDeadline, ControlModeDeadline,
        ControlStartDeadline, ControlStopDeadline, ControlDemoteAfterFailures, ControlRestoreAtBoot, ControlRestoreDeadline, ControlJournalRetention, ControlSocket,
    ];
}
