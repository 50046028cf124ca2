namespace Optimizer.Host.Yaml;

/// <summary>A place in a text file, as editors count it.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
internal readonly record struct YamlPosition(int Line, int Column)
{
    /// <summary>The beginning of a file; where trouble with the file as a whole is reported.</summary>
    public static YamlPosition Start { get; } = new(1, 1);
}
