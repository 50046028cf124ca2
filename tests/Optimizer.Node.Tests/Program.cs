using System.Globalization;
using Optimizer.Node.Tests.History;

// The test host does not come here; a test that needs a process of its own to kill runs this assembly with arguments.
if (args is [KilledSaver.Argument, string folder, string first])
{
    await KilledSaver.RunAsync(folder, int.Parse(first, CultureInfo.InvariantCulture));
}
