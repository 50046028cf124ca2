namespace Optimizer.Workloads.Booted;

/// <summary>Counts checks and prints a line for each.</summary>
internal sealed class Checks
{
    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public void Check(string what, bool holds, string seen = "")
    {
        (Passed, Failed) = holds ? (Passed + 1, Failed) : (Passed, Failed + 1);
        Console.WriteLine($"{(holds ? "ok  " : "FAIL")}  {what}{(holds || seen.Length == 0 ? "" : $"\n{seen}")}");
    }
}
