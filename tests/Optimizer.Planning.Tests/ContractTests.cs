using Optimizer.Model.Plans;

namespace Optimizer.Planning.Tests;

public sealed class ContractTests
{
    [Fact]
    public void Account_Net_IsValueLessEverythingElse()
    {
        Account account = new(new Money(100), new Money(1), new Money(2), new Money(4), new Money(8), new Money(16), new Money(32));

        Assert.Equal(new Money(37), account.Net);
        Assert.Equal(account.Cost.Micros, Enum.GetValues<AccountTerm>().Where(term => term != AccountTerm.Value).Sum(term => account[term].Micros));
    }

    [Fact]
    public void Problems_OfEqualValues_AreEqual() =>
        Assert.Equal(Some.Problem([Some.Gpu(1)], Some.Service("chat", 7, ("3g.40gb", 7.0))), Some.Problem([Some.Gpu(1)], Some.Service("chat", 7, ("3g.40gb", 7.0))));
}
