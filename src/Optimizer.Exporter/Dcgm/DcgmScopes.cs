using Optimizer.Exporter.Catalogue;

namespace Optimizer.Exporter.Dcgm;

/// <summary>One DCGM family with rows for GPUs and rows, with two more labels, for GPU instances.</summary>
/// <param name="Gpu">The rows of whole GPUs.</param>
/// <param name="Instance">The rows of GPU instances.</param>
internal sealed record DcgmScopes(MetricFamily Gpu, MetricFamily Instance);
