using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Optimizer.Host.Control;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Control;

public sealed class ControlServerTests
{
    private static readonly PeerCredential Alice = new(77, FakeAccounts.Alice, 1001);

    [Fact]
    public async Task Kernel_SaysWhoAsks_AndTheDaemonsOwnUserIsAnswered()
    {
        await using RunningControl control = await RunningControl.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await control.Client.GetAsync("/status")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await control.Client.PostAsync("/resume", null)).StatusCode);
        Assert.Single(control.Loop.Orders);
    }

    [Fact]
    public async Task Stranger_AnyRoute_403WithTheSentence_AndNothingHappens()
    {
        await using RunningControl control = await RunningControl.StartAsync(new PeerCredential(66, FakeAccounts.Mallory, 1003));

        using HttpResponseMessage look = await control.Client.GetAsync("/status");
        using HttpResponseMessage order = await control.Client.PostAsync("/pause", null);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (look.StatusCode, order.StatusCode));
        Assert.Contains("usermod -aG gpu-optimizer mallory", await order.Content.ReadAsStringAsync());
        Assert.Empty(control.Loop.Orders);
    }

    [Fact]
    public async Task Orders_ReachTheLoop_AndItsAnswersComeBack()
    {
        await using RunningControl control = await RunningControl.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await Post(control, "/pause", """{"reason":" driver upgrade "}"""));
        Assert.Equal(HttpStatusCode.OK, await Post(control, "/approve/43"));
        Assert.Equal(HttpStatusCode.Conflict, await Post(control, "/approve/42"));
        Assert.Equal(HttpStatusCode.OK, await Post(control, "/release/GPU-1f"));
        Assert.Equal(HttpStatusCode.NotFound, await Post(control, "/release/GPU-9"));

        Assert.Equal(["pause", "approve 43", "approve 42", "release GPU-1f", "release GPU-9"], control.Loop.Orders.Select(order => order.Split(" by ")[0]));
        Assert.EndsWith(": driver upgrade", control.Loop.Orders.First());
    }

    [Theory]
    [InlineData("/approve/x", "")]
    [InlineData("/approve/0", "")]
    [InlineData("/pause", "{")]
    [InlineData("/pause", """{"reason":"a\u0007b"}""")]
    public async Task Orders_NotUnderstood_400AndNothingHappens(string path, string body)
    {
        await using RunningControl control = await RunningControl.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await Post(control, path, body));
        Assert.Empty(control.Loop.Orders);
    }

    [Fact]
    public async Task Body_LargerThanAnOrder_IsNotRead()
    {
        await using RunningControl control = await RunningControl.StartAsync();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Post(control, "/pause", $$"""{"reason":"{{new string('x', 5000)}}"}"""));
        Assert.Empty(control.Loop.Orders);
    }

    [Fact]
    public async Task Requests_TooMany_429UntilTimePasses()
    {
        FakeTimeProvider time = new();
        await using RunningControl control = await RunningControl.StartAsync(Alice, time);
        List<HttpStatusCode> codes = [];
        for (int i = 0; i < 61; i++)
        {
            codes.Add((await control.Client.GetAsync("/plan")).StatusCode);
        }

        Assert.Equal(60, codes.Count(code => code == HttpStatusCode.OK));
        Assert.Equal(HttpStatusCode.TooManyRequests, codes[^1]);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await control.Client.GetAsync("/plan")).StatusCode);
    }

    [Fact]
    public async Task Journal_CannotBeRead_503WithItsSentence()
    {
        await using RunningControl control = await RunningControl.StartAsync(loop: new FakeOperator { JournalFails = true });

        using HttpResponseMessage response = await control.Client.GetAsync("/history");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("disk I/O error", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Explain_UnknownPlan_404AndARouteThatIsNot_404()
    {
        await using RunningControl control = await RunningControl.StartAsync();

        using HttpResponseMessage plan = await control.Client.GetAsync("/explain/7");
        using HttpResponseMessage route = await control.Client.GetAsync("/metrics");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (plan.StatusCode, route.StatusCode));
        Assert.Contains("There is no plan 7", await plan.Content.ReadAsStringAsync());
    }

    private static async Task<HttpStatusCode> Post(RunningControl control, string path, string body = "")
    {
        using HttpResponseMessage response = await control.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        return response.StatusCode;
    }
}
