using System.Globalization;
using System.Text.RegularExpressions;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Workloads;

/// <summary>What the texts of a declaration may be.</summary>
internal static partial class WorkloadText
{
    /// <summary>The form of names.</summary>
    public const string NameForm = "a name of 1 to 128 letters, digits and . _ @ : -";

    /// <summary>The form of MIG profiles.</summary>
    public const string ProfileForm = "a MIG profile such as 3g.20gb, or whole for a GPU without MIG";

    /// <summary>The form of CUDA versions.</summary>
    public const string CudaForm = "a CUDA version with or without a comparison, for example >=12.2";

    /// <summary>The form of metric names.</summary>
    public const string MetricForm = "the name of a metric as its page shows it";

    /// <summary>A name of workload or tenant: it becomes a label value.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= 128 && text.All(static c => char.IsAsciiLetterOrDigit(c) || "._@:-".Contains(c, StringComparison.Ordinal));

    /// <summary>A unit, or what runs something: units escape with backslashes.</summary>
    public static bool IsUnit(string text) => text.Length is > 0 and <= 256 && !text.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c));

    /// <summary>A MIG profile.</summary>
    public static bool IsProfile(string text) => Profile().IsMatch(text);

    /// <summary>A requirement on the CUDA version.</summary>
    public static bool IsCuda(string text) => Cuda().IsMatch(text);

    /// <summary>A metric's name.</summary>
    public static bool IsMetric(string text) => text.Length <= 256 && Metric().IsMatch(text);

    /// <summary>A label's name.</summary>
    public static bool IsLabel(string text) => text.Length <= 256 && Label().IsMatch(text);

    /// <summary>A whole number within bounds.</summary>
    public static int? Whole(YamlScalar scalar, int least, int most) =>
        scalar.IsPlain && int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value : null;

    /// <summary>A positive number.</summary>
    public static double? Positive(YamlScalar scalar) =>
        scalar.IsPlain && double.TryParse(scalar.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= 1e9
            ? value
            : null;

    /// <summary>A page to scrape.</summary>
    public static Uri? Url(YamlScalar scalar) =>
        scalar.Text.Length < 2048 && Uri.TryCreate(scalar.Text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url is { UserInfo: "", Fragment: "" } ? url : null;

    [GeneratedRegex(@"^(whole|[1-9][0-9]?g\.[1-9][0-9]{0,3}gb(\+[a-z.]{1,16})*)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Profile();

    [GeneratedRegex(@"^(>=|<=|>|<|=)?\s?[0-9]{1,3}(\.[0-9]{1,3})?(\s?,\s?(>=|<=|>|<|=)?\s?[0-9]{1,3}(\.[0-9]{1,3})?)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cuda();

    [GeneratedRegex(@"^[a-zA-Z_:][a-zA-Z0-9_:]*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Metric();

    [GeneratedRegex(@"^[a-zA-Z_][a-zA-Z0-9_]*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();
}
