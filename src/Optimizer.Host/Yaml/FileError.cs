namespace Optimizer.Host.Yaml;

/// <summary>One thing wrong with one of the operator's files.</summary>
/// <param name="File">The file as the operator named it.</param>
/// <param name="At">Where in it.</param>
/// <param name="Key">The dotted key, or empty for trouble with the file as a whole.</param>
/// <param name="Message">What was found and what is legal there, one sentence without a full stop.</param>
internal sealed record FileError(string File, YamlPosition At, string Key, string Message)
{
    /// <summary>The shape compilers use, so that editors can jump to it: <c>file:line:column: key: message</c>.</summary>
    public override string ToString() =>
        Key.Length == 0 ? $"{File}:{At.Line}:{At.Column}: {Message}" : $"{File}:{At.Line}:{At.Column}: {Key}: {Message}";
}
