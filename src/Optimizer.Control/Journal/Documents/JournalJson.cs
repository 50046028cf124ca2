using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using NodaTime.Text;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Acting;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Control.Journal.Documents;

/// <summary>How the journal's documents are written: every member, in the order of the type, so that an equal value is equal text.</summary>
internal static class JournalJson
{
    internal static JsonSerializerOptions Options { get; } = CreateOptions();

    internal static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions CreateOptions() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,

        // A document that says something else than we would have written is not understood, and what is not understood is not acted upon.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,

        // A refused problem may hold a NaN: that is why it was refused.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JournalJsonContext.Default.WithAddedModifier(Complete).WithAddedModifier(Polymorphic),
        Converters =
        {
            new TextConverter<Instant>(InstantPattern.ExtendedIso.Format, Parsed(InstantPattern.ExtendedIso)),
            new TextConverter<Duration>(DurationPattern.Roundtrip.Format, Parsed(DurationPattern.Roundtrip)),
            new TextConverter<LocalTime>(LocalTimePattern.ExtendedIso.Format, Parsed(LocalTimePattern.ExtendedIso)),
            new TextConverter<GpuUuid>(static uuid => uuid.Value, static text => new GpuUuid(text)),
            new MoneyConverter(),
            new IntervalConverter(),
            new GeometryConverter(),
            new ValueArrayConverter<string>(),
            new ValueArrayConverter<CarbonPoint>(),
            new ValueArrayConverter<GpuState>(),
            new ValueArrayConverter<GpuTarget>(),
            new ValueArrayConverter<InstanceTarget>(),
            new ValueArrayConverter<Interval>(),
            new ValueArrayConverter<IsoDayOfWeek>(),
            new ValueArrayConverter<MigProfile>(),
            new ValueArrayConverter<ModelPrice>(),
            new ValueArrayConverter<PastChange>(),
            new ValueArrayConverter<Placement>(),
            new ValueArrayConverter<PlanAlternative>(),
            new ValueArrayConverter<PlanNote>(),
            new ValueArrayConverter<PlanRefusal>(),
            new ValueArrayConverter<PlanStep>(),
            new ValueArrayConverter<Quarantine>(),
            new ValueArrayConverter<SeatOption>(),
            new ValueArrayConverter<SliceState>(),
            new ValueArrayConverter<StepRecord>(),
            new ValueArrayConverter<TariffPeriod>(),
            new ValueArrayConverter<TenantTerms>(),
            new ValueArrayConverter<WeeklyWindow>(),
            new ValueArrayConverter<WorkloadNeed>(),
            new ValueArrayConverter<WorkloadOutlook>(),
        },
    };

    private static Func<string, T> Parsed<T>(IPattern<T> pattern) => text => pattern.Parse(text).GetValueOrThrow();

    /// <summary>Derived figures are left out and everything else is asked for: a member that is missing would be read as zero, and zero is a statement.</summary>
    private static void Complete(JsonTypeInfo type)
    {
        for (int index = type.Properties.Count - 1; index >= 0; index--)
        {
            JsonPropertyInfo property = type.Properties[index];
            if (property.Set is null && property.AssociatedParameter is null)
            {
                type.Properties.RemoveAt(index);
            }
            else
            {
                property.IsRequired = true;
            }
        }
    }

    private static void Polymorphic(JsonTypeInfo type)
    {
        JsonDerivedType[] kinds = type.Type == typeof(PlanStep) ? Steps : type.Type == typeof(JournalEntry) ? Entries : [];
        if (kinds.Length == 0)
        {
            return;
        }

        type.PolymorphismOptions = new JsonPolymorphismOptions
        {
            TypeDiscriminatorPropertyName = "kind",
            UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization,
        };
        foreach (JsonDerivedType kind in kinds)
        {
            type.PolymorphismOptions.DerivedTypes.Add(kind);
        }
    }

    private static JsonDerivedType[] Steps =>
    [
        new(typeof(PlanStep.CreateInstance), "create-instance"),
        new(typeof(PlanStep.DestroyInstance), "destroy-instance"),
        new(typeof(PlanStep.StartReplica), "start-replica"),
        new(typeof(PlanStep.StopReplica), "stop-replica"),
        new(typeof(PlanStep.SetMigMode), "set-mig-mode"),
    ];

    private static JsonDerivedType[] Entries =>
    [
        new(typeof(JournalEntry.PlanMade), "plan-made"),
        new(typeof(JournalEntry.PlanRefused), "plan-refused"),
        new(typeof(JournalEntry.PlanBegan), "plan-began"),
        new(typeof(JournalEntry.StepIntended), "step-intended"),
        new(typeof(JournalEntry.StepEnded), "step-ended"),
        new(typeof(JournalEntry.PlanUnwinds), "plan-unwinds"),
        new(typeof(JournalEntry.PlanEnded), "plan-ended"),
        new(typeof(JournalEntry.LayoutAdopted), "layout-adopted"),
        new(typeof(JournalEntry.ControlChanged), "control-changed"),
        new(typeof(JournalEntry.GpuQuarantined), "gpu-quarantined"),
        new(typeof(JournalEntry.GpuReleased), "gpu-released"),
        new(typeof(JournalEntry.ForeignChange), "foreign-change"),
    ];
}
