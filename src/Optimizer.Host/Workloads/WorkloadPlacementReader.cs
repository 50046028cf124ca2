using System.Globalization;
using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;

namespace Optimizer.Host.Workloads;

/// <summary>Reads the keys of a declaration that say where a replica may run and how it is found to serve. Pure.</summary>
internal static class WorkloadPlacementReader
{
    /// <summary>Most whole GPUs of one replica: a node has no more.</summary>
    public const int MostGpus = 16;

    /// <summary>Most processes of one replica, as MPS takes them.</summary>
    public const int MostProcesses = 48;

    private const string ProbeForm = "{ http: URL } or { command: LINE }";

    /// <summary>The keys.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["gpus", "processes", "max_per_gpu", "apart_from", "compute_capability", "needs_media", "numa", "health"];

    /// <summary>A nameless declaration with what these keys say; what is wrong is reported.</summary>
    public static WorkloadDeclaration Read(YamlGroup group, FileErrors errors)
    {
        int gpus = Count(group, "gpus", 0, MostGpus) ?? 0;
        int? most = Count(group, "max_per_gpu", 1, WorkloadFileReader.MostReplicas);
        if (gpus > 0)
        {
            // A replica with GPUs of its own shares none of them, so these could only be said by mistake.
            group.Refuse("max_per_gpu", "is set beside gpus; a replica on whole GPUs has them alone, remove one of the two");
        }

        return new WorkloadDeclaration
        {
            Name = "",
            Gpus = gpus,
            Processes = Count(group, "processes", 1, MostProcesses) ?? 1,
            MaxPerGpu = most,
            ApartFrom = ApartFrom(group),
            ComputeCapability = group.Parse<Version>("compute_capability", "a compute capability such as 8.0 or 9.0", static scalar => Capability(scalar.Text)),
            NeedsMedia = group.Flag("needs_media", false),
            NumaNode = Count(group, "numa", 0, 1023),
            Health = Health(group, errors),
        };
    }

    private static int? Count(YamlGroup group, string name, int least, int most) => group.ParseValue<int>(
        name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"), scalar => WorkloadText.Whole(scalar, least, most));

    private static Version? Capability(string text) =>
        text.Split('.') is [{ Length: 1 or 2 } major, { Length: 1 } minor] && major.All(char.IsAsciiDigit) && char.IsAsciiDigit(minor[0])
            ? new Version(int.Parse(major, CultureInfo.InvariantCulture), minor[0] - '0')
            : null;

    private static ValueArray<string> ApartFrom(YamlGroup group)
    {
        switch (group.Find("apart_from"))
        {
            case null or YamlScalar { IsNull: true }:
                return [];
            case YamlSequence list:
                SortedSet<string> names = new(StringComparer.Ordinal);
                foreach (YamlNode item in list.Items)
                {
                    if (item is not YamlScalar scalar || !WorkloadText.IsName(scalar.Text))
                    {
                        group.Unexpected(item, "apart_from", $"the name of a workload, {WorkloadText.NameForm}");
                    }
                    else
                    {
                        names.Add(scalar.Text);
                    }
                }

                return names.ToValueArray();
            case YamlNode other:
                group.Unexpected(other, "apart_from", "a list of names of workloads");
                return [];
        }
    }

    private static HealthProbe? Health(YamlGroup group, FileErrors errors)
    {
        if (group.Find("health") is not YamlNode node || node is YamlScalar { IsNull: true })
        {
            return null;
        }

        YamlGroup probe = YamlGroup.Of(node, group.Dotted("health"), ["http", "command"], errors);
        Uri? page = probe.Url("http", "the URL of a page that answers 200 to 299, with http:// or https:// and without a user; %i stands for the number of the replica", static scalar =>
            WorkloadText.Url(scalar with { Text = scalar.Text.Replace("%i", "1", StringComparison.Ordinal) }));
        string? line = probe.Text("command", "an absolute path with arguments, in one line", static text => text.Length is > 1 and < 4096 && text[0] == '/' && !text.Any(char.IsControl));
        if (page is not null && line is not null)
        {
            probe.Wrong("command", "is set beside health.http; a replica is asked in one way, remove one of the two");
        }
        else if (node is YamlMapping { Entries.IsEmpty: true })
        {
            errors.AddUnexpected(node, group.Dotted("health"), ProbeForm);
        }

        return page is not null ? new HealthProbe.Http(((YamlScalar)probe.Find("http")!).Text) : line is not null ? new HealthProbe.Command(line) : null;
    }
}
