namespace Optimizer.Host.Cli;

/// <summary>What <c>layouts</c> was asked for.</summary>
/// <param name="Gpu">Key of the GPU model, for example <c>h100-80gb-sxm</c>; whether it exists is for the handler to say.</param>
/// <param name="MaximalOnly">Only layouts to which nothing can be added.</param>
/// <param name="Json">JSON instead of a table.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record LayoutsRequest(string Gpu, bool MaximalOnly, bool Json, TextWriter Output, TextWriter Error);
