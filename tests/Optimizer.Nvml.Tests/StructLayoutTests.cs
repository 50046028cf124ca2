using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Tests;

/// <summary>
/// The structs as C lays them out. Facts/struct-layouts.csv was written from the compiled vendor header (gcc, x86-64): one row per field
/// (struct, field, offset, size) and one per struct (struct, empty, size, version word). A wrong offset would not fail a call, it would read
/// a neighbour's value, so every row is checked.
/// </summary>
public sealed class StructLayoutTests
{
    private static readonly Row[] Rows = ReadRows();

    public static TheoryData<string, string, int, int> Fields()
    {
        TheoryData<string, string, int, int> data = [];
        foreach (Row row in Rows.Where(row => row.Field.Length > 0))
        {
            data.Add(row.Struct, row.Field, row.OffsetOrSize, int.Parse(row.FieldSizeOrVersionWord, CultureInfo.InvariantCulture));
        }

        return data;
    }

    public static TheoryData<string, int, string> Structs()
    {
        TheoryData<string, int, string> data = [];
        foreach (Row row in Rows.Where(row => row.Field.Length == 0))
        {
            data.Add(row.Struct, row.OffsetOrSize, row.FieldSizeOrVersionWord);
        }

        return data;
    }

    [Fact]
    public void Facts_AreReadWhole()
    {
        Assert.Equal(168, Fields().Count);
        Assert.Equal(29, Structs().Count);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Field_OfAStruct_LiesWhereCPutsIt(string structName, string fieldName, int offset, int size)
    {
        FieldInfo? field = StructType(structName).GetField(fieldName);

        Assert.True(field is not null, $"{structName} has no public field {fieldName}.");
        Assert.Equal((offset, size), (OffsetOf(field), SizeOf(field.FieldType)));
    }

    [Theory]
    [MemberData(nameof(Structs))]
    public void Struct_HasTheSizeOfC_AndNoFieldTheFactsDoNotKnow(string structName, int size, string versionWord)
    {
        Type type = StructType(structName);

        Assert.Equal(size, SizeOf(type));
        Assert.Equal(
            Rows.Where(row => row.Struct == structName && row.Field.Length > 0).Select(row => row.Field),
            type.GetFields(BindingFlags.Public | BindingFlags.Instance).OrderBy(OffsetOf).Select(field => field.Name));
        Assert.Equal(versionWord.Length > 0, type.GetField("VersionWord") is not null);
    }

    [Theory]
    [MemberData(nameof(Structs))]
    public void VersionWord_OfAStruct_IsItsSizeAndVersion(string structName, int size, string versionWord)
    {
        if (versionWord.Length == 0)
        {
            return;
        }

        uint expected = uint.Parse(versionWord.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        uint version = expected >> 24;

        // The version is the number in the C name: ..._v2_t, here ...V2.
        Assert.EndsWith($"V{version}", structName, StringComparison.Ordinal);
        Assert.Equal((uint)size | version << 24, expected);
        Assert.Equal(expected, StructType(structName).GetField("VersionWord")?.GetRawConstantValue());
    }

    [Fact]
    public void GpmMetricsGet_HasA24ByteHeaderBeforeItsMetrics()
    {
        // sizeof(nvmlGpmMetricsGet_t) is 13344 in header 13.3.29: 24 bytes, then 333 metrics of 40.
        Assert.Equal(24, Unsafe.SizeOf<NvmlGpmMetricsGetHeader>());
        Assert.Equal([0, 4, 8, 16], Offsets<NvmlGpmMetricsGetHeader>("Version", "NumMetrics", "Sample1", "Sample2"));
        Assert.Equal(13344, NvmlGpmMetricsGetHeader.FullSize);
        Assert.Equal(
            NvmlGpmMetricsGetHeader.FullSize,
            Unsafe.SizeOf<NvmlGpmMetricsGetHeader>() + (NvmlGpmMetricsGetHeader.MaxMetrics * Unsafe.SizeOf<NvmlGpmMetric>()));
        Assert.Equal(1u, NvmlGpmMetricsGetHeader.PlainVersion);
    }

    [Fact]
    public void GpmMetricInfo_IsThreePointers()
    {
        Assert.Equal(24, Unsafe.SizeOf<NvmlGpmMetricInfo>());
        Assert.Equal([0, 8, 16], Offsets<NvmlGpmMetricInfo>("ShortName", "LongName", "Unit"));
    }

    [Fact]
    public void NvmlValue_IsAUnionOfEightBytes()
    {
        FieldInfo[] members = typeof(NvmlValue).GetFields(BindingFlags.Public | BindingFlags.Instance);

        Assert.Equal(8, Unsafe.SizeOf<NvmlValue>());
        Assert.Equal(6, members.Length);
        Assert.All(members, member => Assert.Equal(0, OffsetOf(member)));
    }

    [Fact]
    public void NvmlValue_ReadAsItsType_GivesTheValueOrNothing()
    {
        NvmlValue negative = new() { SignedLongLong = -5 };
        NvmlValue large = new() { UnsignedLongLong = ulong.MaxValue };

        Assert.Equal(-5d, negative.AsDouble(NvmlValueType.SignedLongLong));
        Assert.Null(negative.AsUnsigned(NvmlValueType.SignedLongLong));
        Assert.Equal(ulong.MaxValue, large.AsUnsigned(NvmlValueType.UnsignedLongLong));
        Assert.Equal(1.5, new NvmlValue { Double = 1.5 }.AsDouble(NvmlValueType.Double));
        Assert.Null(new NvmlValue { Double = 1.5 }.AsUnsigned(NvmlValueType.Double));
        Assert.Null(large.AsDouble((NvmlValueType)77));
    }

    [Fact]
    public void EveryStruct_IsBlittable()
    {
        Type[] structs = [.. typeof(NvmlMemory).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(NvmlMemory).Namespace && type.IsValueType && !type.IsEnum)];

        Assert.True(structs.Length >= 30, $"only {structs.Length} structs found");
        Assert.All(structs, type => Assert.False(
            (bool)typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!.MakeGenericMethod(type).Invoke(null, null)!,
            $"{type.Name} holds a managed reference"));
    }

    private static Type StructType(string name)
    {
        Type? type = typeof(NvmlMemory).Assembly.GetType($"{typeof(NvmlMemory).Namespace}.{name}");
        Assert.True(type is { IsValueType: true }, $"There is no struct {name}.");
        return type!;
    }

    private static int[] Offsets<T>(params string[] fields) => [.. fields.Select(field => OffsetOf(typeof(T).GetField(field)!))];

    private static int SizeOf(Type type) => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    /// <summary>The offset in the memory that is handed to C, by taking the field's address; Marshal.OffsetOf speaks of marshalled copies instead.</summary>
    private static int OffsetOf(FieldInfo field)
    {
        DynamicMethod distance = new("Distance", typeof(int), [field.DeclaringType!.MakeByRefType()], typeof(StructLayoutTests).Module, skipVisibility: true);
        ILGenerator il = distance.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Conv_I4);
        il.Emit(OpCodes.Ret);
        return (int)distance.Invoke(null, [Activator.CreateInstance(field.DeclaringType!)])!;
    }

    private static Row[] ReadRows()
    {
        using Stream stream = typeof(StructLayoutTests).Assembly.GetManifestResourceStream("struct-layouts.csv")
            ?? throw new InvalidOperationException("The test project does not embed struct-layouts.csv.");
        using StreamReader reader = new(stream);
        return
        [
            .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .Select(line => line.Split(','))
                .Select(cells => new Row(cells[0], cells[1], int.Parse(cells[2], CultureInfo.InvariantCulture), cells[3])),
        ];
    }

    private sealed record Row(string Struct, string Field, int OffsetOrSize, string FieldSizeOrVersionWord);
}
