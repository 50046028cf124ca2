namespace Optimizer.Model.Plans;

/// <summary>What an account is made of. Value counts for a plan, every other term against it.</summary>
public enum AccountTerm
{
    /// <summary>Value of the demand that is served.</summary>
    Value,

    /// <summary>Penalty for planned demand that is not served inside its latency limit.</summary>
    SloPenalty,

    /// <summary>Time of the GPUs in use.</summary>
    GpuTime,

    /// <summary>Energy at the tariff of the hours ahead.</summary>
    Energy,

    /// <summary>Emissions of that energy at the price of carbon.</summary>
    Carbon,

    /// <summary>Started and moved replicas: what their new seats do not serve until they are ready.</summary>
    Moving,

    /// <summary>Created and destroyed GPU instances.</summary>
    InstanceChanges,
}
