namespace Optimizer.Exporter.Catalogue;

/// <summary>Units of the catalogue; what is merely counted is named by the thing counted.</summary>
public static class MetricUnit
{
    /// <summary>Always the value 1; the labels are the message.</summary>
    public const string Info = "1";

    /// <summary>0 or 1.</summary>
    public const string Bool = "bool";

    /// <summary>0 to 1; the writer refuses anything else, unless the family says that it may pass 1.</summary>
    public const string Ratio = "ratio";

    /// <summary>Bytes.</summary>
    public const string Bytes = "bytes";

    /// <summary>Seconds; timestamps are seconds since 1970-01-01T00:00:00Z.</summary>
    public const string Seconds = "seconds";

    /// <summary>Degrees Celsius; the only unit whose values may always be negative.</summary>
    public const string Celsius = "celsius";

    /// <summary>Watts.</summary>
    public const string Watts = "watts";

    /// <summary>Joules.</summary>
    public const string Joules = "joules";

    /// <summary>Hertz.</summary>
    public const string Hertz = "hertz";
}
