using Optimizer.Host.Yaml;
using Optimizer.Planning.Packing;

namespace Optimizer.Host.Planning;

/// <summary>Reads the requests that <c>pack</c> packs.</summary>
internal static class PackFile
{
    private static readonly string[] Columns = ["instance", "arrival_order"];

    private static readonly (string Column, string Remedy) OneModel = ("gpu", "requests are packed onto one GPU model (--gpu); split the file by model and leave the column out");

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">Names of the GPU model's profiles.</param>
    /// <param name="gpu">Key of the GPU model, for messages.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <returns>The instances in the file's order, and everything that is wrong; use the instances only when nothing is.</returns>
    public static (IReadOnlyList<PackInstance> Instances, IReadOnlyList<string> Problems) Read(string path, ProfileNames names, string gpu, CancellationToken cancellationToken)
    {
        (IReadOnlyList<CsvRow> rows, string? problem) = CsvTable.Read(path, Columns, cancellationToken, OneModel);
        if (problem is not null)
        {
            return ([], [problem]);
        }

        List<PackInstance> instances = [];
        List<string> problems = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (CsvRow row in rows)
        {
            string name = row.Name(0, "instance", problems);
            if (!seen.Add(name))
            {
                problems.Add($"{row.Place}: instance {YamlScalar.Show(name)} is there twice; give each a name of its own");
            }

            string[] requests = row.Fields[1].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (requests.Length > Packer.MostRequests)
            {
                problems.Add($"{row.Place}: {requests.Length} requests, at most {Packer.MostRequests} are packed at once; split the instance");
            }

            foreach (string unknown in requests.Where(request => names.Find(request) is null).Distinct(StringComparer.Ordinal))
            {
                problems.Add($"{row.Place}: {gpu} has no profile {YamlScalar.Show(unknown)}, expected one of {names.Legal}");
            }

            instances.Add(new PackInstance(name, requests));
        }

        return (instances, problems);
    }
}
