using System.Collections.Immutable;
using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;

namespace Optimizer.Host.Web;

/// <summary>What loading a web configuration came to.</summary>
/// <param name="Files">Absolute or given paths whose change may change the result.</param>
internal abstract record WebConfigurationResult(ValueArray<string> Files)
{
    /// <summary>Everything is legal and readable.</summary>
    /// <param name="Configuration">The configuration.</param>
    /// <param name="Paths">See <see cref="Files"/>.</param>
    public sealed record Loaded(WebConfiguration Configuration, string[] Paths) : WebConfigurationResult(Paths.ToValueArray());

    /// <summary>Something is not; nothing of it is used.</summary>
    /// <param name="Errors">Everything wrong, in file order; never empty.</param>
    /// <param name="Paths">See <see cref="Files"/>.</param>
    public sealed record Refused(ImmutableArray<FileError> Errors, string[] Paths) : WebConfigurationResult(Paths.ToValueArray());
}
