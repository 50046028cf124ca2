using System.Text.Json;

namespace Optimizer.Model.Tests.Mig;

/// <summary>The embedded fact files.</summary>
internal static class Facts
{
    internal static JsonElement Profiles { get; } = Read("mig-profiles.json");

    internal static JsonElement MaximalLayouts { get; } = Read("maximal-layouts.json");

    private static JsonElement Read(string name)
    {
        using Stream stream = typeof(Facts).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The test project does not embed {name}.");
        return JsonDocument.Parse(stream).RootElement.Clone();
    }
}
