using System.Globalization;
using System.Text;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Exposition;

/// <summary>A parsed page: an independent reader of the text formats, strict where a scraper would be.</summary>
internal sealed class Page
{
    private Page()
    {
    }

    /// <summary>Type by family name, as declared.</summary>
    public Dictionary<string, string> Types { get; } = [];

    /// <summary>Help by family name.</summary>
    public Dictionary<string, string> Helps { get; } = [];

    /// <summary>Value by series, written <c>name{a="1",b="2"}</c> with labels sorted by name.</summary>
    public SortedDictionary<string, double> Series { get; } = new(StringComparer.Ordinal);

    /// <summary>Label names by sample name.</summary>
    public Dictionary<string, HashSet<string>> Labels { get; } = [];

    /// <summary>Labels and values of each series.</summary>
    public Dictionary<string, SortedDictionary<string, string>> LabelValues { get; } = [];

    public bool EndsWithEof { get; private set; }

    public double this[string series] => Series[series];

    public bool Has(string name) => Series.Keys.Any(key => key == name || key.StartsWith(name + "{", StringComparison.Ordinal));

    /// <summary>Series whose text begins so.</summary>
    public string[] Of(string prefix) => [.. Series.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];

    public static async Task<string> TextAsync(MetricsExporter exporter, ExpositionFormat format = ExpositionFormat.Text)
    {
        using ExpositionPage page = await exporter.RenderAsync(format, gzip: false, CancellationToken.None);
        return Encoding.UTF8.GetString(page.Body.Span);
    }

    public static async Task<Page> ReadAsync(MetricsExporter exporter) => Parse(await TextAsync(exporter));

    /// <summary>The page a fresh exporter shows for the last of these snapshots, all of them published and scraped in turn.</summary>
    public static async Task<Page> OfAsync(ExporterOptions options, params NodeSnapshot[] snapshots)
    {
        using MetricsExporter exporter = new(options);
        Page page = new();
        foreach (NodeSnapshot snapshot in snapshots)
        {
            exporter.Publish(snapshot);
            page = await ReadAsync(exporter);
        }

        return page;
    }

    public static Task<Page> OfAsync(params NodeSnapshot[] snapshots) => OfAsync(TestOptions.Default, snapshots);

    public static Page Parse(string text)
    {
        Page page = new();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        foreach (string line in text[..^1].Split('\n'))
        {
            Assert.False(page.EndsWithEof, "Nothing may follow # EOF.");
            page.ReadLine(line);
        }

        return page;
    }

    private void ReadLine(string line)
    {
        string[] words = line.Split(' ', 4);
        switch (words)
        {
            case ["#", "EOF"]:
                EndsWithEof = true;
                break;
            case ["#", "HELP", string name, string help]:
                Assert.True(Helps.TryAdd(name, help), $"HELP of {name} twice");
                break;
            case ["#", "TYPE", string name, string type]:
                Assert.True(Types.TryAdd(name, type), $"TYPE of {name} twice");
                break;
            default:
                ReadSample(line);
                break;
        }
    }

    private void ReadSample(string line)
    {
        int at = line.AsSpan().IndexOfAny('{', ' ');
        string name = line[..at];
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal);
        if (line[at] == '{')
        {
            at++;
            while (line[at] != '}')
            {
                ReadLabel(line, ref at, labels);
            }

            at++;
        }

        Assert.Equal(' ', line[at]);
        string key = labels.Count == 0 ? name : $"{name}{{{string.Join(",", labels.Select(static pair => $"{pair.Key}=\"{pair.Value}\""))}}}";
        string value = line[(at + 1)..];
        Assert.DoesNotContain(' ', value);
        Assert.True(Series.TryAdd(key, double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture)), $"duplicate series {key}");
        LabelValues.Add(key, labels);
        Labels.TryAdd(name, []);
        Labels[name].UnionWith(labels.Keys);
    }

    private static void ReadLabel(string line, ref int at, SortedDictionary<string, string> labels)
    {
        int equals = line.IndexOf('=', at);
        string name = line[at..equals];
        Assert.Matches("^[a-zA-Z_][a-zA-Z0-9_]*$", name);
        Assert.Equal('"', line[equals + 1]);
        StringBuilder value = new();
        for (at = equals + 2; line[at] != '"'; at++)
        {
            if (line[at] == '\\')
            {
                at++;
                Assert.Contains(line[at], "\\\"n");
                value.Append(line[at] == 'n' ? '\n' : line[at]);
            }
            else
            {
                value.Append(line[at]);
            }
        }

        at++;
        if (line[at] == ',')
        {
            at++;
        }

        Assert.True(labels.TryAdd(name, value.ToString()), $"label {name} twice in {line}");
    }
}
