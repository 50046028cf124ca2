namespace Optimizer.Control.Tests.Loop;

/// <summary>The process was killed here: the loop it happens in is thrown away.</summary>
internal sealed class ProcessDiedException() : Exception("the process died");
