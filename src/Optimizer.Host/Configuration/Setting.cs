using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>One setting as declared in <see cref="Settings"/>: the source for reading, for the sample file and for the documentation.</summary>
internal abstract class Setting
{
    /// <summary>Dotted key, for example <c>sampler.period_seconds</c>; at most one dot.</summary>
    public required string Key { get; init; }

    /// <summary>What it does, one sentence. Becomes the comment in the sample file.</summary>
    public required string Summary { get; init; }

    /// <summary>Why the default is what it is, and what breaks if it is doubled. Empty where the summary says it all.</summary>
    public string Why { get; init; } = "";

    /// <summary>Whether a reload is enough. Only for what is read anew at each use; everything else is read at start.</summary>
    public ReloadEffect Effect { get; init; } = ReloadEffect.OnRestart;

    /// <summary>The section before the dot; empty for a top-level key.</summary>
    public string Section => Key.Contains('.', StringComparison.Ordinal) ? Key[..Key.IndexOf('.', StringComparison.Ordinal)] : "";

    /// <summary>The key inside its section.</summary>
    public string Name => Key[(Key.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>Type and range in words, as an error message ends: "a number from 0.1 to 60".</summary>
    public abstract string Legal { get; }

    /// <summary>The default as YAML.</summary>
    public abstract string DefaultYaml { get; }

    /// <summary>The default as a value.</summary>
    public abstract object? DefaultValue { get; }

    /// <summary>Reads a node. False with at least one error reported when it is not legal.</summary>
    public abstract bool TryRead(YamlNode node, FileErrors errors, out object? value);
}
