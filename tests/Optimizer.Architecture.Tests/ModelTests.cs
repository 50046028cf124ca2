using System.Reflection;
using System.Runtime.CompilerServices;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Architecture.Tests;

/// <summary>The model is values: what one stage hands to the next cannot change under it.</summary>
public sealed class ModelTests
{
    private static readonly Type[] PublicTypes = typeof(NodeSnapshot).Assembly.GetExportedTypes();

    private static IEnumerable<Type> Records => PublicTypes.Where(type => type is { IsInterface: false, IsEnum: false } && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null);

    [Fact]
    public void Records_AreFound()
    {
        Assert.Contains(typeof(NodeSnapshot), Records);
        Assert.Contains(typeof(SliceStates), Records);
        Assert.True(Records.Count() > 40, $"only {Records.Count()} records found");
    }

    [Fact]
    public void PublicTypes_HaveNoSetterAfterConstruction()
    {
        string[] settable =
        [
            .. PublicTypes.SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                .Where(property => property.SetMethod is { IsPublic: true } setter
                    && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
                .Select(property => $"{property.DeclaringType!.Name}.{property.Name}"),
        ];

        Assert.Empty(settable);
    }

    [Fact]
    public void PublicTypes_HaveNoPublicFieldThatCanChange()
    {
        Assert.Empty(PublicTypes.Where(type => !type.IsEnum)
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(field => field is { IsInitOnly: false, IsLiteral: false })
            .Select(field => $"{field.DeclaringType!.Name}.{field.Name}"));
    }

    [Fact]
    public void RecordStructs_AreReadonly()
    {
        Assert.DoesNotContain(PublicTypes, type => type is { IsValueType: true, IsEnum: false } && type.GetCustomAttribute<IsReadOnlyAttribute>() is null);
    }

    [Fact]
    public void RecordClasses_AreSealedOrAClosedFamily()
    {
        Assert.DoesNotContain(Records, type => type is { IsClass: true, IsSealed: false, IsAbstract: false });
    }

    [Fact]
    public void Records_HoldOnlyValuesThatCompareByValue()
    {
        // An array, list or dictionary in a record could be changed from outside, and would make two equal records unequal.
        string[] collections =
        [
            .. Records.SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                .Where(property => property.PropertyType != typeof(string)
                    && typeof(System.Collections.IEnumerable).IsAssignableFrom(property.PropertyType)
                    && !(property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(ValueArray<>)))
                .Select(property => $"{property.DeclaringType!.Name}.{property.Name}"),
        ];

        Assert.Empty(collections);
    }
}
