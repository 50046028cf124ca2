using System.Globalization;
using System.Text;
using Optimizer.Host.Cli;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private RunRequest? _run;
    private LayoutsRequest? _layouts;
    private ForecastRequest? _forecast;
    private BacktestRequest? _backtest;
    private OperatorRequest? _operate;
    private PackRequest? _pack;
    private SizeRequest? _size;
    private PlaceRequest? _place;
    private ReplayRequest? _replay;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("help.txt", "--help")]
    [InlineData("help-run.txt", "run", "--help")]
    [InlineData("help-check-config.txt", "check-config", "--help")]
    [InlineData("help-status.txt", "status", "--help")]
    [InlineData("help-plan.txt", "plan", "--help")]
    [InlineData("help-explain.txt", "explain", "--help")]
    [InlineData("help-history.txt", "history", "--help")]
    [InlineData("help-pause.txt", "pause", "--help")]
    [InlineData("help-resume.txt", "resume", "--help")]
    [InlineData("help-approve.txt", "approve", "--help")]
    [InlineData("help-release.txt", "release", "--help")]
    [InlineData("help-layouts.txt", "layouts", "--help")]
    [InlineData("help-forecast.txt", "forecast", "--help")]
    [InlineData("help-backtest.txt", "backtest", "--help")]
    [InlineData("help-pack.txt", "pack", "--help")]
    [InlineData("help-size.txt", "size", "--help")]
    [InlineData("help-place.txt", "place", "--help")]
    [InlineData("help-replay.txt", "replay", "--help")]
    public async Task Help_EachVerb_MatchesGolden(string golden, params string[] arguments)
    {
        Assert.Equal(0, await Invoke(arguments));

        string text = string.Join('\n', _output.ToString().Split('\n').Select(line => line.TrimEnd()));
        Assert.Contains("Examples:", text);
        GoldenFile.Matches(golden, text);
    }

    [Fact]
    public async Task UsageErrors_MatchGolden()
    {
        string[] wrong =
        [
            "", "rnu", "run --simlate x", "run --speed abc --simulate x", "run --speed 0 --simulate x", "run --speed 3", "run --units", "run --seed -1 --simulate x",
            "run --listen 9838", "run extra", "run a --speed abc --simulate x", "run @file", "layouts", "layouts --gpu", "layouts --gpu x --maximum", "check-config", "run --config a --config b",
            "forecast", "forecast --input a --steps 0 --bin 60 --output b", "forecast --input a --steps 1441 --bin 60 --output b", "forecast --input a --steps 9 --bin 7 --output b",
            "forecast --input a --steps 9 --bin 60 --output b --method ensembel", "forecast --input a --steps 9 --bin 60 --output b --cap 0", "backtest", "backtest --input a --method naive,arima --origins 0",
            "pack", "pack --requests a --out b --gpu a --gpu b", "size --profiles a", "size --profiles a --services b --out c --max-processes 0",
            "size --profiles a --services b --out c --latency-share 0", "size --profiles a --services b --out c --latency-share 1.01",
            "status extra", "explain x", "explain 1 2", "history --most 0", "approve", "approve 0", "release", "release 0", "pause --reason",
            "place", "place --requests a --gpus 0 --load 0 --out b", "place --requests a --gpus 9 --load 0.9,x --out b --policy value,first-fti",
            "replay", "replay --services a --capacity b --demand c --gpu d --gpus 0 --out e --policy cots --tick 5",
        ];
        StringBuilder all = new();
        foreach (string line in wrong)
        {
            _error.GetStringBuilder().Clear();
            int code = await Invoke(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            all.Append(CultureInfo.InvariantCulture, $"$ gpu-optimizer {line}\n{_error}[exit {code}]\n\n");
            Assert.Equal(ExitCode.Usage, code);
        }

        Assert.Null(_run);
        GoldenFile.Matches("usage-errors.txt", all.ToString());
    }

    [Fact]
    public async Task CheckConfig_OpenBeyondLoopback_IsOkWithANote()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("config.yaml", "listen: 0.0.0.0:9838\n");

        Assert.Equal(0, await Invoke("check-config", file));
        Assert.Contains("note: listen is 0.0.0.0:9838 and web_config_file is not set", _output.ToString());
    }

    [Theory]
    [InlineData("--state")]
    [InlineData("--config")]
    [InlineData("--simulate")]
    public async Task Run_EmptyValue_IsAUsageError(string option)
    {
        Assert.Equal(ExitCode.Usage, await Invoke("run", option, ""));
        Assert.Contains($"{option}: found \"\", expected a", _error.ToString());
    }

    [Fact]
    public async Task Run_EveryOption_ReachesTheHandler()
    {
        await Invoke("run", "--config", "a.yaml", "--simulate", "dgx-h100", "--speed", "2.5", "--seed", "7", "--listen", "[::1]:80", "--state", "/var/x");

        Assert.Equal("a.yaml", _run!.Source.Path);
        Assert.Equal("[::1]:80", _run.Source.Listen.ToString());
        Assert.Equal("/var/x", _run.Source.StateDirectory);
        Assert.Equal(("dgx-h100", 2.5, 7ul, false), (_run.Simulate, _run.Speed, _run.Seed, _run.Units));

        await Invoke("run", "--simulate", "dgx-h100", "--units");
        Assert.True(_run.Units);
    }

    [Fact]
    public async Task Operators_Options_ReachTheHandler()
    {
        Assert.Equal(3, await Invoke("explain", "42", "--json", "--socket", "/run/x.sock"));
        Assert.Equal((OperatorVerb.Explain, 42L, true, "/run/x.sock"), (_operate!.Verb, _operate.Generation, _operate.Json, _operate.Socket));

        await Invoke("explain");
        Assert.Null(_operate.Generation);

        await Invoke("pause", "--reason", "driver upgrade");
        Assert.Equal((OperatorVerb.Pause, "driver upgrade", null), (_operate.Verb, _operate.Reason, _operate.Socket));

        await Invoke("history", "--most", "5", "--acted");
        Assert.Equal((OperatorVerb.History, 5, true), (_operate.Verb, _operate.Most, _operate.ActedOnly));

        await Invoke("release", "GPU-1f");
        Assert.Equal((OperatorVerb.Release, "GPU-1f"), (_operate.Verb, _operate.Gpu));
    }

    [Fact]
    public async Task Run_NoOptions_LeavesEverythingToTheFile()
    {
        await Invoke("run");

        Assert.Null(_run!.Source.Path);
        Assert.Null(_run.Source.Listen);
        Assert.Equal((null, null, null), (_run.Simulate, _run.Speed, _run.Seed));
    }

    [Fact]
    public async Task Forecast_AnyOrder_ReachesTheHandler()
    {
        await Invoke("forecast", "--output", "o.csv", "--bin", "300", "--cap", "1e2", "--steps", "72", "--input", "h.csv", "--method", "naive", "--json");

        Assert.Equal(("h.csv", "o.csv", 72, 300, "naive", 100.0, true), (_forecast!.Input, _forecast.OutputPath, _forecast.Steps, _forecast.BinSeconds, _forecast.Method.Name, _forecast.Cap, _forecast.Json));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1441")]
    [InlineData("99999999999999999999")]
    [InlineData("1e3")]
    [InlineData("2.5")]
    public async Task Forecast_NoOrAnAbsurdHorizon_IsAUsageError(string steps)
    {
        Assert.Equal(ExitCode.Usage, await Invoke("forecast", "--input", "a", "--bin", "60", "--output", "b", $"--steps={steps}"));

        Assert.Contains($"--steps: found \"{steps}\", expected a whole number from 1 to 1440", _error.ToString());
        Assert.Null(_forecast);
    }

    [Fact]
    public async Task Backtest_ListsOfInputsAndMethods_ReachTheHandler()
    {
        await Invoke("backtest", "--input", "a.csv", "b.csv", "--input", "c", "--method", "naive,histogram", "--method", "naive", "--season", "288");

        Assert.Equal(["a.csv", "b.csv", "c"], _backtest!.Inputs);
        Assert.Equal(["naive", "histogram"], _backtest.Methods.Select(method => method.Name));
        Assert.Equal((12, 288, null), (_backtest.Origins, _backtest.Season, _backtest.BinSeconds));
    }

    [Fact]
    public async Task PackAndSize_Options_ReachTheHandlers()
    {
        await Invoke("pack", "--out", "o.csv", "--requests", "r.csv", "--json");
        await Invoke("size", "--services", "s.csv", "--profiles", "p.csv", "--out", "o.csv", "--max-processes", "5", "--gpu", "h100-80gb-sxm");

        Assert.Equal(("r.csv", "o.csv", "a100-80gb", true), (_pack!.Requests, _pack.OutputPath, _pack.Gpu, _pack.Json));
        Assert.Equal(("p.csv", "s.csv", "o.csv", 5, "h100-80gb-sxm", false), (_size!.Profiles, _size.Services, _size.OutputPath, _size.MaxProcesses, _size.Gpu, _size.Json));
        Assert.Equal(0.45m, _size.LatencyShare);
        await Invoke("size", "--services", "s.csv", "--profiles", "p.csv", "--out", "o.csv", "--latency-share", "1");
        Assert.Equal(1m, _size.LatencyShare);
    }

    [Fact]
    public async Task Handler_ExitCode_IsTheProgramsOwn()
    {
        Assert.Equal(3, await Invoke("layouts", "--gpu", "k", "--json"));
        Assert.Equal(("k", false, true), (_layouts!.Gpu, _layouts.MaximalOnly, _layouts.Json));
    }

    [Fact]
    public async Task Version_IsThisBuilds()
    {
        Assert.Equal(0, await Invoke("--version"));
        Assert.Matches(@"^gpu-optimizer [0-9]+\.[0-9]+\.[0-9]+", _output.ToString());
    }

    [Fact]
    public async Task CheckConfig_GoodFile_SaysWhatDiffers()
    {
        using TemporaryFolder folder = new();
        string web = folder.Write("web.yaml", "");
        folder.Write("chat.yaml", "name: chat-7b");
        File.Move(Path.Combine(folder.Path, "chat.yaml"), Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "workloads.d")).FullName, "chat.yaml"));
        string file = folder.Write("good.yaml", $"web_config_file: {web}\nsampler: {{ period_seconds: 2 }}\nworkloads: {{ directory: {folder.Path}/workloads.d }}\n");

        Assert.Equal(0, await Invoke("check-config", file));
        GoldenFile.Matches("check-config-good.txt", _output.ToString().Replace(folder.Path, "/etc/gpu-optimizer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CheckConfig_BadFile_ShowsEveryError()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("bad.yaml", """
            mode: enforced
            listn: 127.0.0.1:80
            state_directory: relative
            sampler:
              period_seconds: fast
              period_seconds: 1
              call_deadline_seconds: 900
              watched_xids: [79, abc]
            collectors:
              nvlinks: true
              pcie: 1
            metrics: [all]
            energy:
              price: 0.2
            logging:
              level: verbose
            """);

        Assert.Equal(1, await Invoke("check-config", file));
        Assert.Equal("", _output.ToString());
        GoldenFile.Matches("check-config-bad.txt", _error.ToString().Replace(folder.Path, "/etc/gpu-optimizer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CheckConfig_BadWebConfiguration_IsRefusedToo()
    {
        using TemporaryFolder folder = new();
        string web = folder.Write("web.yaml", "basic_auth_users: { joe: secret }\n");
        string file = folder.Write("config.yaml", $"web_config_file: {web}\n");

        Assert.Equal(1, await Invoke("check-config", file));
        Assert.Contains("web.yaml:1:26: basic_auth_users: \"joe\": this is not a bcrypt hash", _error.ToString());
        Assert.DoesNotContain("secret", _error.ToString());
    }

    [Fact]
    public async Task CheckConfig_BadWorkload_IsRefusedWithTheRest()
    {
        using TemporaryFolder folder = new();
        string web = folder.Write("web.yml", "basic_auth_users: { joe: secret }\n");
        folder.Write("chat.yaml", "name: chat-7b\nqos: gold\n");
        string file = folder.Write("config.yml", $"web_config_file: {web}\nworkloads: {{ directory: {folder.Path} }}\n");

        Assert.Equal(1, await Invoke("check-config", file));
        Assert.Contains("web.yml:1:26: basic_auth_users", _error.ToString());
        Assert.Contains("chat.yaml:2:6: qos: found \"gold\", expected one of the words guaranteed, burstable, best-effort", _error.ToString());
        Assert.Contains("config.yml: 2 errors", _error.ToString());
    }

    [Fact]
    public async Task CheckConfig_MissingFile_SaysSo()
    {
        Assert.Equal(1, await Invoke("check-config", "/nonexistent.yaml"));
        Assert.Contains("the file does not exist", _error.ToString());
    }

    [Fact]
    public async Task Place_EveryOption_ReachesTheHandler()
    {
        await Invoke("place", "--requests", "in.csv", "--gpus", "64", "--load", "0.7,1.3", "--out", "out.csv", "--policy", "first-fit,value", "--seed", "4", "--seeds", "9", "--gpu", "a100-40gb", "--json");

        Assert.Equal(("in.csv", 64, "out.csv", 4, 9, "a100-40gb", true), (_place!.Requests, _place.Gpus, _place.OutputPath, _place.Seed, _place.Seeds, _place.Gpu, _place.Json));
        Assert.Equal([0.7, 1.3], _place.Loads);
        Assert.Equal(["first-fit", "value"], _place.Policies.Select(policy => policy.Name));
    }

    [Fact]
    public async Task Place_All_IsEveryPolicy_AndNoneTheDefault()
    {
        await Invoke("place", "--requests", "in.csv", "--gpus", "64", "--load", "1", "--out", "out.csv", "--policy", "all");
        Assert.Equal(Optimizer.Planning.Online.OnlinePolicies.All, _place!.Policies);

        await Invoke("place", "--requests", "in.csv", "--gpus", "64", "--load", "1", "--out", "out.csv");
        Assert.Equal(("value-moves", 144, 3), (Assert.Single(_place.Policies).Name, _place.Seed, _place.Seeds));
    }

    [Fact]
    public async Task Replay_Options_ReachTheHandlerWithTheirDefaults()
    {
        await Invoke("replay", "--services", "s", "--capacity", "c", "--demand", "d", "--gpu", "a100-80gb", "--gpus", "9", "--out", "o", "--policy", "reactive");

        Assert.Equal(("s", "c", "d", "a100-80gb", 9, "o", "reactive", 60, 1UL), (_replay!.Services, _replay.Capacity, _replay.Demand, _replay.Gpu, _replay.Gpus, _replay.OutputFolder, _replay.Policy, _replay.TickSeconds, _replay.Seed));
    }

    private Task<int> Invoke(params string[] arguments) => CommandLine.InvokeAsync(
        arguments,
        new CommandHandlers
        {
            Run = (request, _) =>
            {
                _run = request;
                return Task.FromResult(0);
            },
            Replay = (request, _) =>
            {
                _replay = request;
                return Task.FromResult(0);
            },
            Layouts = (request, _) =>
            {
                _layouts = request;
                return Task.FromResult(3);
            },
            Forecast = (request, _) =>
            {
                _forecast = request;
                return Task.FromResult(0);
            },
            Backtest = (request, _) =>
            {
                _backtest = request;
                return Task.FromResult(0);
            },
            Operate = (request, _) =>
            {
                _operate = request;
                return Task.FromResult(3);
            },
            Pack = (request, _) =>
            {
                _pack = request;
                return Task.FromResult(0);
            },
            Size = (request, _) =>
            {
                _size = request;
                return Task.FromResult(0);
            },
            Place = (request, _) =>
            {
                _place = request;
                return Task.FromResult(0);
            },
        },
        _output,
        _error,
        CancellationToken.None);
}
