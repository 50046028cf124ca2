namespace Optimizer.Host.Control.Answers;

/// <summary>Plans, newest first: <c>GET /history</c>.</summary>
/// <param name="Plans">Without their steps.</param>
internal sealed record HistoryAnswer(IReadOnlyList<PlanAnswer> Plans);
