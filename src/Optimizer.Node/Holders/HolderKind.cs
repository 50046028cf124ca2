namespace Optimizer.Node.Holders;

/// <summary>How somebody holds a GPU, the strongest claim first.</summary>
public enum HolderKind
{
    /// <summary>A process with a context on it: work that would die.</summary>
    Compute,

    /// <summary>A process that has one of its device files open.</summary>
    Client,

    /// <summary>A known monitoring agent that has one of its device files open: it can be paused without loss.</summary>
    Monitor,

    /// <summary>A kernel module that uses the driver.</summary>
    Module,
}
