using System.Globalization;
using Optimizer.Node.Tests.History;
using Optimizer.Node.Tests.Journal;

// The test host does not come here; a test that needs a process of its own to kill runs this assembly with arguments.
if (args is [KilledSaver.Argument, string folder, string first])
{
    await KilledSaver.RunAsync(folder, int.Parse(first, CultureInfo.InvariantCulture));
}
else if (args is [KilledWriter.Argument, string directory, string start])
{
    await KilledWriter.RunAsync(directory, int.Parse(start, CultureInfo.InvariantCulture));
}
else if (args is [KilledWriter.HoldArgument, string held])
{
    await KilledWriter.HoldAsync(held);
}
