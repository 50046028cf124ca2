namespace Optimizer.Host.Forecasting;

/// <summary>Tells whether two paths name one file, whatever links lie on the way.</summary>
internal static class RealPath
{
    // As the kernel's own limit (path_resolution(7)).
    private const int MostLinks = 40;

    /// <summary>The absolute path without links. What does not exist, or leads in a circle, stays as it is written.</summary>
    public static string Of(string path)
    {
        int links = 0;
        return Of(Path.GetFullPath(path), ref links);
    }

    private static string Of(string full, ref int links)
    {
        if (Path.GetDirectoryName(full) is not string folder)
        {
            return full;
        }

        string here = Path.Combine(Of(folder, ref links), Path.GetFileName(full));
        return new FileInfo(here).LinkTarget is string target && links++ < MostLinks
            ? Of(Path.GetFullPath(target, Path.GetDirectoryName(here)!), ref links)
            : here;
    }
}
