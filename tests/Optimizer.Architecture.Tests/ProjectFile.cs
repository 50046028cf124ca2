using System.Xml.Linq;

namespace Optimizer.Architecture.Tests;

/// <summary>What a csproj says, as text: the build may add to it, the author may not hide anything from it.</summary>
internal sealed record ProjectFile(string Path, XElement Xml)
{
    /// <summary>Name without extension, for example Optimizer.Model.</summary>
    internal string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Folder relative to the root, with a slash at its end.</summary>
    internal string Folder => Path[..(Path.LastIndexOf('/') + 1)];

    internal string Sdk => Xml.Attribute("Sdk")?.Value ?? "";

    internal IEnumerable<string> ProjectReferences =>
        Included("ProjectReference").Select(path => System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

    internal IEnumerable<string> PackageReferences => Included("PackageReference");

    internal static ProjectFile Read(string path) => new(path, XDocument.Load(Repository.Absolute(path)).Root!);

    internal IEnumerable<string> Included(string element) =>
        Xml.Descendants(element).Select(item => item.Attribute("Include")?.Value ?? item.Attribute("Update")?.Value ?? "");

    internal string? Property(string name) => Xml.Descendants(name).LastOrDefault()?.Value;

    public override string ToString() => Path;
}
