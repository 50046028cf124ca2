using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Optimizer.Simulation.Scenarios;

/// <summary>A mapping of the file, read key by key; what nobody asked for is reported as unknown.</summary>
internal sealed partial class YamlSection
{
    private readonly Dictionary<string, YamlNode> _values = [];
    private readonly HashSet<string> _asked = [];
    private readonly List<ScenarioError> _errors;
    private readonly Dictionary<string, int> _lines = [];

    public YamlSection(YamlNode node, string path, List<ScenarioError> errors)
    {
        Path = path;
        Line = (int)node.Start.Line;
        _errors = errors;
        if (node is not YamlMappingNode mapping)
        {
            Report(path, "a mapping of keys to values was expected");
            return;
        }

        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? "?";
            _values[name] = value;
            _lines[name] = (int)key.Start.Line;
        }
    }

    public string Path { get; }

    public int Line { get; }

    /// <summary>In the file's order; asking for a value of one makes it known.</summary>
    public IReadOnlyCollection<string> Keys => _values.Keys;

    public bool Has(string key)
    {
        _asked.Add(key);
        return _values.ContainsKey(key);
    }

    public string Text(string key, string? fallback = null, params string[] allowed)
    {
        string? found = Scalar(key);
        if (found is null)
        {
            return fallback ?? Missing(key, allowed.Length > 0 ? $"one of {string.Join(", ", allowed)}" : "a text", "");
        }

        if (allowed.Length > 0 && !allowed.Contains(found))
        {
            Report(key, $"one of {string.Join(", ", allowed)} was expected, not '{found}'");
        }

        return found;
    }

    public double Number(string key, double lowest, double highest, double? fallback = null)
    {
        string? found = Scalar(key);
        if (found is null)
        {
            return fallback ?? Missing(key, $"a number from {lowest} to {highest}", lowest);
        }

        if (double.TryParse(found, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= lowest && value <= highest)
        {
            return value;
        }

        Report(key, $"a number from {lowest} to {highest} was expected, not '{found}'");
        return lowest;
    }

    public int Whole(string key, int lowest, int highest, int? fallback = null)
    {
        double value = Number(key, lowest, highest, fallback);
        if (value != Math.Floor(value))
        {
            Report(key, $"a whole number was expected, not {value}");
        }

        return (int)value;
    }

    public bool Flag(string key, bool fallback) => Text(key, fallback ? "on" : "off", "on", "off", "true", "false") is "on" or "true";

    /// <summary>A span such as 90s, 5m, 2h, 1d; seconds.</summary>
    public double Seconds(string key, double? fallback = null) => Unit(key, fallback, SpanPattern(), "a time such as 500ms, 90s, 5m, 2h or 1d",
        unit => unit switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, _ => 86400 });

    /// <summary>An amount such as 512MiB or 16GiB; bytes.</summary>
    public ulong Bytes(string key, ulong? fallback = null) => (ulong)Unit(key, fallback, BytesPattern(), "an amount such as 512MiB or 16GiB",
        unit => unit switch { "KiB" => 1024, "MiB" => 1 << 20, _ => 1 << 30 });

    public IReadOnlyList<YamlSection> Sections(string key)
    {
        return [.. Items(key).Select((node, index) => new YamlSection(node, Child(key, index), _errors))];
    }

    public YamlSection? Section(string key)
    {
        _asked.Add(key);
        return _values.TryGetValue(key, out YamlNode? node) ? new YamlSection(node, Full(key), _errors) : null;
    }

    public IReadOnlyList<string> Texts(string key) => [.. Items(key).Select(node => (node as YamlScalarNode)?.Value ?? "")];

    /// <summary>Reports what is left over; call when everything known was asked for.</summary>
    public void Close()
    {
        foreach (string unknown in _values.Keys.Where(key => !_asked.Contains(key)))
        {
            Report(unknown, $"unknown key; known here: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}");
        }
    }

    public void Report(string key, string expected) =>
        _errors.Add(new ScenarioError(_lines.GetValueOrDefault(key, Line), key == Path ? Path : Full(key), expected));

    private IEnumerable<YamlNode> Items(string key)
    {
        _asked.Add(key);
        if (!_values.TryGetValue(key, out YamlNode? node))
        {
            return [];
        }

        if (node is YamlSequenceNode sequence)
        {
            return sequence.Children;
        }

        Report(key, "a list was expected");
        return [];
    }

    private string? Scalar(string key)
    {
        _asked.Add(key);
        if (!_values.TryGetValue(key, out YamlNode? node))
        {
            return null;
        }

        if (node is YamlScalarNode { Value: { } value })
        {
            return value;
        }

        Report(key, "a single value was expected");
        return null;
    }

    private double Unit(string key, double? fallback, Regex pattern, string expected, Func<string, double> factor)
    {
        string? found = Scalar(key);
        if (found is null)
        {
            return fallback ?? Missing(key, expected, 0.0);
        }

        Match match = pattern.Match(found);
        if (match.Success && double.TryParse(match.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            return value * factor(match.Groups["unit"].Value);
        }

        Report(key, $"{expected} was expected, not '{found}'");
        return 0;
    }

    private TValue Missing<TValue>(string key, string expected, TValue standIn)
    {
        Report(key, $"missing; {expected} was expected");
        return standIn;
    }

    private string Full(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    private string Child(string key, int index) => $"{Full(key)}[{index}]";

    [GeneratedRegex(@"^(?<number>[0-9]{1,9}(\.[0-9]{1,6})?)(?<unit>ms|s|m|h|d)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SpanPattern();

    [GeneratedRegex(@"^(?<number>[0-9]{1,6}(\.[0-9]{1,3})?)(?<unit>KiB|MiB|GiB)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BytesPattern();
}
