namespace Optimizer.Model.Workloads;

/// <summary>What a workload is promised, most first. Its word in files and label values is <see cref="QosClassWord.Word"/>.</summary>
public enum QosClass
{
    /// <summary>Its floor of capacity is never taken away.</summary>
    Guaranteed,

    /// <summary>More than its floor when there is room.</summary>
    Burstable,

    /// <summary>What is left over.</summary>
    BestEffort,
}
