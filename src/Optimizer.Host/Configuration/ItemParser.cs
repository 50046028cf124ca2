using System.Diagnostics.CodeAnalysis;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>Reads one item of a list; false when it is not legal.</summary>
/// <typeparam name="T">Type of an item.</typeparam>
internal delegate bool ItemParser<T>(YamlScalar scalar, [MaybeNullWhen(false)] out T item);
