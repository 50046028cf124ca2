using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;

namespace Optimizer.Host.Workloads;

/// <summary>Reads one file of declarations: one workload's keys, or a list of such. Pure.</summary>
internal static class WorkloadFileReader
{
    /// <summary>Most replicas. A node has at most 16 GPUs of 7 instances; beyond this it is a slip of the keyboard.</summary>
    public const int MostReplicas = 1000;

    private static readonly string[] Keys =
        ["name", "tenant", "kind", "qos", "host", "demand", "capacity", "memory", "slo", "replicas", "restart", "move", "cuda", .. WorkloadPlacementReader.Keys];

    /// <summary>Reads the text; what is wrong goes to <paramref name="errors"/>, and the answer is to be used only when there is nothing. Never throws.</summary>
    public static ImmutableArray<WorkloadEntry> Read(string text, FileErrors errors) => YamlTreeReader.Read(text, errors) switch
    {
        null => [],
        YamlSequence list => [.. list.Items.Select((item, i) => One(item, string.Create(CultureInfo.InvariantCulture, $"[{i}]"), errors)).OfType<WorkloadEntry>()],
        YamlNode node => One(node, "", errors) is WorkloadEntry entry ? [entry] : [],
    };

    private static WorkloadEntry? One(YamlNode node, string section, FileErrors errors)
    {
        YamlGroup group = YamlGroup.Of(node, section, Keys, errors);
        string? name = group.Text("name", WorkloadText.NameForm, WorkloadText.IsName);
        WorkloadDeclaration declaration = WorkloadPlacementReader.Read(group, errors) with
        {
            Name = name ?? "",
            Tenant = group.Text("tenant", WorkloadText.NameForm, WorkloadText.IsName),
            Kind = group.Choice("kind", DeclaredKind.Inference, ["inference", "training", "batch", "interactive"], static word => Enum.Parse<DeclaredKind>(word, ignoreCase: true)),
            Qos = group.Choice("qos", QosClass.Burstable, ["guaranteed", "burstable", "best-effort"], static word => QosClassWord.Read(word)!.Value),
            Host = Host(group, errors),
            Demand = WorkloadDemandReader.Read(group, errors),
            Capacity = Capacity(group, errors),
            MemoryBytes = group.ParseValue<ulong>("memory", QuantityText.BytesForm, static scalar => QuantityText.Bytes(scalar.Text)),
            SloLatency = Latency(group, errors),
            Replicas = Replicas(group, errors),
            Restart = Span(group, "restart", zero: true),
            Move = Move(group, errors),
            Cuda = group.Text("cuda", WorkloadText.CudaForm, WorkloadText.IsCuda),
        };
        if (name is not null && declaration.ApartFrom.Contains(name))
        {
            errors.Add(group.Find("apart_from")!.At, group.Dotted("apart_from"), "names the workload itself; to keep its replicas apart set max_per_gpu: 1");
        }

        if (name is null && group.Find("name") is null or YamlScalar { IsNull: true } && node is YamlMapping)
        {
            errors.Add(node.At, group.Dotted("name"), "is missing; a workload is known by its name");
        }

        return name is null ? null : new WorkloadEntry(declaration, group.Find("name")!.At);
    }

    private static YamlGroup? Inner(YamlGroup group, string name, string[] keys, FileErrors errors) =>
        group.Find(name) is YamlNode node and not YamlScalar { IsNull: true } ? YamlGroup.Of(node, group.Dotted(name), keys, errors) : null;

    private static WorkloadHost? Host(YamlGroup group, FileErrors errors)
    {
        if (Inner(group, "host", ["systemd", "observed"], errors) is not YamlGroup host)
        {
            return null;
        }

        string? unit = host.Text("systemd", "the name of a systemd unit, for example chat.service or chat@.service", WorkloadText.IsUnit);
        string? observed = host.Text("observed", "a name as the metrics show it: job-ID, a container id or a pod uid", WorkloadText.IsUnit);
        if (unit is not null && observed is not null)
        {
            errors.Add(host.Find("observed")!.At, host.Dotted("observed"), "is set beside host.systemd; a workload has one host, remove one of the two");
        }

        return unit is not null ? new WorkloadHost.Systemd(unit) : observed is not null ? new WorkloadHost.Observed(observed) : null;
    }

    private static ValueArray<ProfileCapacity> Capacity(YamlGroup group, FileErrors errors)
    {
        if (group.Find("capacity") is not YamlNode node)
        {
            return [];
        }

        List<ProfileCapacity> capacities = [];
        YamlGroup profiles = YamlGroup.Of(node, group.Dotted("capacity"), known: null, errors);
        foreach ((YamlScalar key, _) in profiles.Entries)
        {
            if (!WorkloadText.IsProfile(key.Text))
            {
                errors.Add(key.At, group.Dotted("capacity"), $"{YamlScalar.Show(key.Text)} is not {WorkloadText.ProfileForm}");
            }
            else if (profiles.ParseValue(key.Text, "requests per second, a positive number up to 1e9", WorkloadText.Positive) is double rate)
            {
                capacities.Add(new ProfileCapacity(key.Text, rate));
            }
        }

        return capacities.OrderBy(static one => one.Profile, StringComparer.Ordinal).ToValueArray();
    }

    private static Duration? Latency(YamlGroup group, FileErrors errors) =>
        Inner(group, "slo", ["latency"], errors) is YamlGroup slo ? Span(slo, "latency", zero: false) : null;

    private static ReplicaRange Replicas(YamlGroup group, FileErrors errors)
    {
        ReplicaRange fallback = new(1, 1);
        if (Inner(group, "replicas", ["min", "max"], errors) is not YamlGroup range)
        {
            return fallback;
        }

        int min = range.ParseValue("min", $"a whole number from 0 to {MostReplicas}", static scalar => WorkloadText.Whole(scalar, 0, MostReplicas)) ?? 1;
        int max = range.ParseValue("max", $"a whole number from 1 to {MostReplicas}", static scalar => WorkloadText.Whole(scalar, 1, MostReplicas)) ?? Math.Max(min, 1);
        if (max < min)
        {
            errors.Add(range.Find("max")!.At, range.Dotted("max"), string.Create(CultureInfo.InvariantCulture, $"is {max}, expected at least {range.Dotted("min")}, which is {min}"));
        }

        return new ReplicaRange(min, max);
    }

    private static MoveTerms? Move(YamlGroup group, FileErrors errors)
    {
        if (Inner(group, "move", ["grace", "checkpoint"], errors) is not YamlGroup move)
        {
            return null;
        }

        string? checkpoint = move.Text("checkpoint", "a command of one line, or null", static text => text.Length is > 0 and < 4096 && !text.Any(char.IsControl));
        return new MoveTerms(Span(move, "grace", zero: true) ?? Duration.Zero, checkpoint);
    }

    private static Duration? Span(YamlGroup group, string name, bool zero) => group.ParseValue<Duration>(
        name,
        $"{QuantityText.DurationForm}, {(zero ? "from 0s" : "above 0")} to 24h",
        scalar => QuantityText.Span(scalar.Text) is Duration span && (zero || span > Duration.Zero) ? span : null);
}
