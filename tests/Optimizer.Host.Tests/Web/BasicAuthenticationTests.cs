using System.Text;
using Optimizer.Host.Web;

namespace Optimizer.Host.Tests.Web;

public sealed class BasicAuthenticationTests : IDisposable
{
    // Cost 4, the least: these tests are about the rules, not about bcrypt.
    private static readonly WebConfiguration Users = With(BCrypt.Net.BCrypt.HashPassword("right", 4));

    private readonly BasicAuthentication _authentication = new();

    public void Dispose() => _authentication.Dispose();

    [Fact]
    public async Task Check_NoUsersConfigured_Allowed()
    {
        Assert.Equal(AuthenticationOutcome.Allowed, await _authentication.CheckAsync(null, WebConfiguration.Open, default));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer abc")]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic //79")]
    [InlineData("Basic am9l")]
    public async Task Check_NoCredentials_DeniedWithoutBcrypt(string? header)
    {
        Assert.Equal(AuthenticationOutcome.Denied, await _authentication.CheckAsync(header, Users, default));
        Assert.Equal(0, _authentication.Checks);
    }

    [Fact]
    public async Task Check_RightPassword_BcryptRunsOnce()
    {
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(AuthenticationOutcome.Allowed, await _authentication.CheckAsync(Header("joe", "right"), Users, default));
        }

        Assert.Equal(1, _authentication.Checks);
    }

    [Theory]
    [InlineData("joe", "wrong")]
    [InlineData("joe", "")]
    [InlineData("nobody", "right")]
    [InlineData("", "right")]
    public async Task Check_WrongUserOrPassword_DeniedAtTheSamePrice(string user, string password)
    {
        Assert.Equal(AuthenticationOutcome.Denied, await _authentication.CheckAsync(Header(user, password), Users, default));
        Assert.Equal(1, _authentication.Checks);
    }

    [Fact]
    public async Task Check_PasswordChanged_OldOneIsForgottenAtOnce()
    {
        await _authentication.CheckAsync(Header("joe", "right"), Users, default);

        Assert.Equal(AuthenticationOutcome.Denied, await _authentication.CheckAsync(Header("joe", "right"), With(BCrypt.Net.BCrypt.HashPassword("new", 4)), default));
    }

    [Fact]
    public async Task Check_FloodOfGuesses_IsCutOffAndEndsNormally()
    {
        WebConfiguration slow = With(BCrypt.Net.BCrypt.HashPassword("right", 8));
        using Barrier together = new(24);
        Task<AuthenticationOutcome>[] guesses = [.. Enumerable.Range(0, 24).Select(i => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return _authentication.CheckAsync(Header("joe", $"guess{i}"), slow, default).AsTask();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap())];

        AuthenticationOutcome[] outcomes = await Task.WhenAll(guesses);

        Assert.Contains(AuthenticationOutcome.Busy, outcomes);
        Assert.DoesNotContain(AuthenticationOutcome.Allowed, outcomes);
        Assert.Equal(AuthenticationOutcome.Allowed, await _authentication.CheckAsync(Header("joe", "right"), slow, default));
    }

    [Fact]
    public void Decoy_EveryLegalCost_IsAHashThatVerifiesNothing()
    {
        Assert.Null(BcryptHash.Explain(BcryptHash.Decoy(4)));
        Assert.False(BCrypt.Net.BCrypt.Verify("anything", BcryptHash.Decoy(4)));
    }

    private static WebConfiguration With(string hash) => WebConfiguration.Open with { Users = [KeyValuePair.Create("joe", hash)] };

    private static string Header(string user, string password) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";
}
