using NodaTime;
using Optimizer.Host.Tests.Support;
using Optimizer.Host.Workloads;
using Optimizer.Host.Yaml;
using Optimizer.Model.Demand;
using Optimizer.Model.Workloads;

namespace Optimizer.Host.Tests.Workloads;

public sealed class WorkloadFileReaderTests
{
    private static string Sample => File.ReadAllText(Path.Combine(Repository.Root, "packaging", "workloads.d", "example.yaml.disabled"));

    [Fact]
    public void Read_ShippedSample_StatesEveryKey()
    {
        WorkloadDeclaration read = Assert.Single(Good(Sample));

        Assert.Equal(("chat-7b", "search", DeclaredKind.Inference, QosClass.Guaranteed), (read.Name, read.Tenant, read.Kind, read.Qos));
        Assert.Equal(new WorkloadHost.Systemd("chat-7b@.service"), read.Host);
        Assert.Equal(
            new DemandDeclaration.Scrape(new Uri("http://127.0.0.1:8001/metrics"), "vllm:request_success_total", ScrapeType.Counter) { Labels = [new LabelMatcher("model_name", "chat-7b")] },
            read.Demand);
        Assert.Equal([new ProfileCapacity("3g.20gb", 7.0), new ProfileCapacity("4g.20gb", 7.6)], read.Capacity);
        Assert.Equal((16ul << 30, Duration.FromMilliseconds(50), new ReplicaRange(1, 6), Duration.FromSeconds(65)), (read.MemoryBytes, read.SloLatency, read.Replicas, read.Restart));
        Assert.Equal((new MoveTerms(Duration.FromSeconds(30), null), ">=12.2"), (read.Move, read.Cuda));
        Assert.Equal((new Version(8, 0), 0, 1, 2, 0), (read.ComputeCapability, read.Gpus, read.Processes, read.MaxPerGpu, read.NumaNode));
        Assert.Equal(["batch-train"], read.ApartFrom);
        Assert.Equal(new HealthProbe.Http("http://127.0.0.1:80%i/health"), read.Health);
    }

    [Fact]
    public void Read_NameAlone_HasTheStatedDefaults()
    {
        Assert.Equal(new WorkloadDeclaration { Name = "a" }, Assert.Single(Good("name: a")));
    }

    [Fact]
    public void Read_List_GivesEach()
    {
        WorkloadDeclaration[] read = Good("- name: a\n- name: b\n  demand: { promql: \"sum(rate(x[1m]))\" }\n- { name: c, demand: { promql: y, measures: gauge } }\n");

        Assert.Equal(["a", "b", "c"], read.Select(one => one.Name));
        Assert.Equal([null, DemandSignal.RequestRate, DemandSignal.Gauge], read.Select(one => one.Demand.Signal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("[]")]
    public void Read_Nothing_DeclaresNothing(string text) => Assert.Empty(Good(text));

    [Theory]
    [InlineData("tenant: a", "1:1: name: is missing; a workload is known by its name")]
    [InlineData("- {}", "1:3: [0].name: is missing; a workload is known by its name")]
    [InlineData("name: a b", "1:7: name: found \"a b\", expected a name of 1 to 128 letters, digits and . _ @ : -")]
    [InlineData("{ name: a, tennant: b }", "1:12: unknown key \"tennant\"; did you mean \"tenant\"?")]
    [InlineData("{ name: a, name: b }", "1:12: \"name\" is already set in line 1; remove one of the two")]
    [InlineData("{ name: a, qos: gold }", "1:17: qos: found \"gold\", expected one of the words guaranteed, burstable, best-effort")]
    [InlineData("{ name: a, memory: 16 }", "1:20: memory: found \"16\", expected a number with a unit (MiB, GiB, MB or GB), for example 16GiB")]
    [InlineData("{ name: a, slo: { latency: 0ms } }", "1:28: slo.latency: found \"0ms\", expected a number with a unit (ms, s, m or h), for example 50ms, above 0 to 24h")]
    [InlineData("{ name: a, slo: 50ms }", "1:17: slo: found \"50ms\", expected a group of keys")]
    [InlineData("{ name: a, restart: 25h }", "1:21: restart: found \"25h\", expected a number with a unit (ms, s, m or h), for example 50ms, from 0s to 24h")]
    [InlineData("{ name: a, replicas: { min: 3, max: 2 } }", "1:37: replicas.max: is 2, expected at least replicas.min, which is 3")]
    [InlineData("{ name: a, replicas: { min: -1 } }", "1:29: replicas.min: found \"-1\", expected a whole number from 0 to 1000")]
    [InlineData("{ name: a, capacity: { 3g: 7 } }", "1:24: capacity: \"3g\" is not a MIG profile such as 3g.20gb, or whole for a GPU without MIG")]
    [InlineData("{ name: a, capacity: { whole: 0 } }", "1:31: capacity.whole: found \"0\", expected requests per second, a positive number up to 1e9")]
    [InlineData("{ name: a, host: { systemd: x.service, observed: job-1 } }", "1:50: host.observed: is set beside host.systemd; a workload has one host, remove one of the two")]
    [InlineData("{ name: a, demand: requests }", "1:20: demand: found \"requests\", expected the word activity, or a group of keys with scrape or promql")]
    [InlineData("{ name: a, demand: {} }", "1:20: demand: has neither scrape nor promql; say where demand is read")]
    [InlineData("{ name: a, demand: { scrape: \"http://h/\", promql: x } }", "1:20: demand: has scrape and promql; demand is read in one place, remove one of the two")]
    [InlineData("{ name: a, demand: { scrape: \"http://h/\" } }", "1:20: demand.scrape: has neither counter nor gauge; name the metric to read")]
    [InlineData("{ name: a, demand: { scrape: \"h:80\", gauge: x } }", "1:30: demand.scrape: found the quoted text \"h:80\", expected the URL of a metrics page, with http:// or https:// and without a user")]
    [InlineData("{ name: a, demand: { scrape: \"http://joe:secret@h/metrics\", gauge: x } }", "1:30: demand.scrape: found a URL with a user, expected the URL of a metrics page, with http:// or https:// and without a user")]
    [InlineData("{ name: a, demand: { scrape: \"joe:secret@h/metrics\", gauge: x } }", "1:30: demand.scrape: found a URL with a user, expected the URL of a metrics page, with http:// or https:// and without a user")]
    [InlineData("{ name: a, demand: { scrape: \"http://h/?token=secret#x\", gauge: x } }", "1:30: demand.scrape: found a URL with a query or fragment, expected the URL of a metrics page, with http:// or https:// and without a user")]
    [InlineData("{ name: a, demand: \"http://joe:secret@h/\" }", "1:20: demand: found a URL with a user, expected the word activity, or a group of keys with scrape or promql")]
    [InlineData("{ name: \"http://joe:secret@h/\" }", "1:9: name: found a URL with a user, expected a name of 1 to 128 letters, digits and . _ @ : -")]
    [InlineData("{ name: a, demand: { promql: x, counter: y } }", "1:33: demand.counter: belongs to scrape; write it into the query and remove the key")]
    [InlineData("{ name: a, cuda: new }", "1:18: cuda: found \"new\", expected a CUDA version with or without a comparison, for example >=12.2")]
    [InlineData("{ name: a, gpus: 17 }", "1:18: gpus: found \"17\", expected a whole number from 0 to 16")]
    [InlineData("{ name: a, gpus: 2, max_per_gpu: 1 }", "1:21: max_per_gpu: is set beside gpus; a replica on whole GPUs has them alone, remove one of the two")]
    [InlineData("{ name: a, processes: 0 }", "1:23: processes: found \"0\", expected a whole number from 1 to 48")]
    [InlineData("{ name: a, apart_from: b }", "1:24: apart_from: found \"b\", expected a list of names of workloads")]
    [InlineData("{ name: a, apart_from: [a] }", "1:24: apart_from: names the workload itself; to keep its replicas apart set max_per_gpu: 1")]
    [InlineData("{ name: a, compute_capability: new }", "1:32: compute_capability: found \"new\", expected a compute capability such as 8.0 or 9.0")]
    [InlineData("{ name: a, needs_media: yes }", "1:25: needs_media: found \"yes\", expected one of the words true, false")]
    [InlineData("{ name: a, numa: -1 }", "1:18: numa: found \"-1\", expected a whole number from 0 to 1023")]
    [InlineData("{ name: a, health: {} }", "1:20: health: found a group of keys, expected { http: URL } or { command: LINE }")]
    [InlineData("{ name: a, health: { command: check } }", "1:31: health.command: found \"check\", expected an absolute path with arguments, in one line")]
    [InlineData("{ name: a, health: { http: \"http://h/\", command: /bin/true } }", "1:50: health.command: is set beside health.http; a replica is asked in one way, remove one of the two")]
    [InlineData("chat", "1:1: found \"chat\", expected a group of keys")]
    public void Read_OneMistake_SaysWhereWhatAndWhatIsLegal(string text, string message) => Assert.Equal([$"w.yaml:{message}"], Bad(text));

    [Fact]
    public void Read_SeveralMistakes_AllAtOnce() =>
        Assert.Equal(["2", "3", "5"], Bad("name: a\nkind: x\nqos: y\nrestart: 1s\nmemory: z\n").Select(error => error.Split(':')[1]));

    [Fact]
    public void Read_MutatedSample_AnswersOrExplains() => FileMutation.ForManySeeds(1000, static seed =>
    {
        FileErrors errors = new("w.yaml");
        int read = WorkloadFileReader.Read(FileMutation.Mutate(Sample, seed), errors).Length;
        return read >= 0 && errors.ToSorted().All(error => error.Message.Length > 0 && error.At.Line >= 1);
    });

    private static WorkloadDeclaration[] Good(string text)
    {
        FileErrors errors = new("w.yaml");
        WorkloadDeclaration[] read = [.. WorkloadFileReader.Read(text, errors).Select(entry => entry.Declaration)];
        Assert.Empty(errors.ToSorted());
        return read;
    }

    private static string[] Bad(string text)
    {
        FileErrors errors = new("w.yaml");
        WorkloadFileReader.Read(text, errors);
        return [.. errors.ToSorted().Select(error => error.ToString())];
    }
}
