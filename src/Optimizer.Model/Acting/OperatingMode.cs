namespace Optimizer.Model.Acting;

/// <summary>How far the daemon goes by itself, least first. In files and label values: the members' names in lower case.</summary>
public enum OperatingMode
{
    /// <summary>It reads and exports, plans nothing and changes nothing.</summary>
    Observe,

    /// <summary>It also plans and shows what it would do.</summary>
    Recommend,

    /// <summary>It carries out a plan after an operator approved it.</summary>
    Approve,

    /// <summary>It carries out its plans by itself.</summary>
    Enforce,
}
