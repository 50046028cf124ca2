using System.Text.Json;

namespace Optimizer.Host.Control.Answers;

/// <summary>One plan with everything that explains it: <c>GET /explain/ID</c>.</summary>
/// <param name="Record">Its life and its steps.</param>
/// <param name="Plan">The plan as documents have it.</param>
/// <param name="Text">The plan for people.</param>
internal sealed record ExplainAnswer(PlanAnswer Record, JsonElement Plan, string Text);
