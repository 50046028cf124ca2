using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;

namespace Optimizer.Host.Web;

/// <summary>The response headers an operator may set: the exporter toolkit's list, all of them about what a browser may do with the page.</summary>
internal static class WebHeaders
{
    private const string Section = "http_server_config.headers";
    private const int LongestValue = 4096;

    private static readonly string[] Allowed =
        ["Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "X-XSS-Protection", "Content-Security-Policy"];

    /// <summary>Reads the group; null is none.</summary>
    public static ValueArray<KeyValuePair<string, string>> Read(YamlNode? node, FileErrors errors)
    {
        if (node is null)
        {
            return [];
        }

        SortedDictionary<string, string> headers = new(StringComparer.Ordinal);
        foreach ((YamlScalar name, YamlNode value) in YamlGroup.Of(node, Section, Allowed, errors).Entries)
        {
            // A control character in a value would split the response.
            if (value is YamlScalar { IsNull: false } scalar && scalar.Text.Length <= LongestValue && scalar.Text.All(c => c is >= ' ' and <= '~'))
            {
                headers[name.Text] = scalar.Text;
            }
            else
            {
                errors.AddUnexpected(value, $"{Section}.{name.Text}", $"one line of at most {LongestValue} printable ASCII characters");
            }
        }

        return headers.ToValueArray();
    }
}
