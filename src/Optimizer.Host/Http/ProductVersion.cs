using System.Reflection;

namespace Optimizer.Host.Http;

/// <summary>The version of this build.</summary>
internal static class ProductVersion
{
    /// <summary>Version and, where the build knew it, the commit: <c>0.1.0+3f2a...</c>.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
