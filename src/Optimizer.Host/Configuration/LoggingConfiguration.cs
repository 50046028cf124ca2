namespace Optimizer.Host.Configuration;

/// <summary>What is logged and how. Section <c>logging</c>.</summary>
/// <param name="Level">Least level that is written.</param>
/// <param name="Format">Form of a line.</param>
internal sealed record LoggingConfiguration(LogLevel Level, LogFormat Format);
