using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Collections;

namespace Optimizer.Model.Tests.Collections;

public sealed class ValueArrayTests
{
    private sealed record Holder(string Name, ValueArray<int> Values);

    [Fact]
    public void Default_OfAValueArray_IsTheEmptyArray()
    {
        ValueArray<string> empty = default;

        Assert.True(empty.IsEmpty);
        Assert.Equal([], empty);
        Assert.Equal(empty.GetHashCode(), ValueArray.Create<string>([]).GetHashCode());
        Assert.Empty(empty.Select(item => item));
        Assert.Equal("[]", empty.ToString());
    }

    [Fact]
    public void Equals_OfEqualElements_HoldsAcrossArraysAndInRecords()
    {
        ValueArray<int> left = [1, 2, 3], right = [1, 2, 3];

        Assert.True(left == right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.Equal(new Holder("gpu", left), new Holder("gpu", right));
    }

    [Fact]
    public void Equals_OfTheSameElementsInAnotherOrder_IsFalse()
    {
        ValueArray<int> left = [1, 2, 3], right = [3, 2, 1];

        Assert.True(left != right);
        Assert.NotEqual(new Holder("gpu", left), new Holder("gpu", right));
    }

    [Fact]
    public void Create_FromAnArrayThatChangesLater_KeepsItsOwnCopy()
    {
        int[] source = [1, 2, 3];
        ValueArray<int> copied = ValueArray.Create<int>(source);
        ValueArray<int> listed = source.ToValueArray();

        source[0] = 99;

        Assert.Equal([1, 2, 3], copied);
        Assert.Equal([1, 2, 3], listed);
    }

    [Fact]
    public void Indexer_OutsideTheArray_Throws()
    {
        ValueArray<int> values = [1];

        Assert.Throws<IndexOutOfRangeException>(() => values[1]);
        Assert.Throws<IndexOutOfRangeException>(() => default(ValueArray<int>)[0]);
    }

    [Fact]
    public void Foreach_OverAValueArray_AllocatesNothing()
    {
        ValueArray<int> values = [1, 2, 3];
        long sum = Sum(values);

        long before = GC.GetAllocatedBytesForCurrentThread();
        sum += Sum(values);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(12, sum);

        static long Sum(ValueArray<int> items)
        {
            long total = 0;
            foreach (int item in items)
            {
                total += item;
            }

            return total;
        }
    }

    [Fact]
    public void Equality_OfRandomArrays_IsThatOfTheirElements()
    {
        Gen<int[]> arrays = Gen.Choose(0, 2).ArrayOf();
        Gen<(int[] Left, int[] Right)> pairs = from left in arrays from right in arrays select (left, right);

        Prop.ForAll(pairs.ToArbitrary(), pair =>
            {
                ValueArray<int> left = pair.Left.ToValueArray(), right = pair.Right.ToValueArray();
                bool expected = pair.Left.SequenceEqual(pair.Right);
                return left.Equals(right) == expected
                    && left.Equals((object)right) == expected
                    && (!expected || left.GetHashCode() == right.GetHashCode())
                    && left.SequenceEqual(pair.Left);
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
