using System.CommandLine.Parsing;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Cli;

/// <summary>Parses option values so that a refusal names the option, what was found and what is legal.</summary>
internal static class OptionValue
{
    /// <summary>A parser for System.CommandLine.</summary>
    /// <param name="legal">What is legal, in words.</param>
    /// <param name="parse">The value, or null when the text is not legal.</param>
    /// <typeparam name="T">A nullable type.</typeparam>
    public static Func<ArgumentResult, T?> Parse<T>(string legal, Func<string, T?> parse) => Parse(_ => legal, parse);

    /// <summary>A parser whose refusal depends on what was found.</summary>
    /// <param name="legal">What is legal, in words, for a text that is not.</param>
    /// <param name="parse">The value, or null when the text is not legal.</param>
    /// <typeparam name="T">A nullable type.</typeparam>
    public static Func<ArgumentResult, T?> Parse<T>(Func<string, string> legal, Func<string, T?> parse) => result =>
    {
        string text = result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;
        T? value = parse(text);
        if (value is null)
        {
            string name = result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
            result.AddError($"{name}: found {YamlScalar.Show(text)}, expected {legal(text)}");
        }

        return value;
    };
}
