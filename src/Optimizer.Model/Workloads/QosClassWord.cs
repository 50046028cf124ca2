namespace Optimizer.Model.Workloads;

/// <summary>The one spelling of a QoS class in files, label values and series names.</summary>
public static class QosClassWord
{
    /// <summary>Class name of the demand of workloads nobody declared.</summary>
    public const string Undeclared = "undeclared";

    /// <summary><c>guaranteed</c>, <c>burstable</c> or <c>best-effort</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member.</exception>
    public static string Word(this QosClass qos) => qos switch
    {
        QosClass.Guaranteed => "guaranteed",
        QosClass.Burstable => "burstable",
        QosClass.BestEffort => "best-effort",
        _ => throw new ArgumentOutOfRangeException(nameof(qos), qos, "not a QoS class"),
    };

    /// <summary>The class of a word; null when it is none of the three.</summary>
    public static QosClass? Read(string word) => word switch
    {
        "guaranteed" => QosClass.Guaranteed,
        "burstable" => QosClass.Burstable,
        "best-effort" => QosClass.BestEffort,
        _ => null,
    };
}
