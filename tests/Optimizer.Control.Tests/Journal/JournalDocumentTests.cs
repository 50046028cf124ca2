using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Control.Journal.Documents;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Planning;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;
using Optimizer.Planning.Tests;
using Optimizer.Planning.Tests.Generators;

namespace Optimizer.Control.Tests.Journal;

public sealed partial class JournalDocumentTests
{
    [Fact]
    public void Problem_ManyKinds_IsReadAsItWasWrittenAndWrittenAgainAlike()
    {
        for (int seed = 1; seed <= 120; seed++)
        {
            PlanningProblem problem = ProblemGenerator.Create(seed, 1 + (seed % 12), 1 + (seed % 9));

            byte[] text = JournalDocuments.Problem.Write(problem);
            PlanningProblem read = JournalDocuments.Problem.Unpack(JournalDocuments.Problem.Pack(problem));

            Assert.Equal(problem, read);
            Assert.Equal(text, JournalDocuments.Problem.Write(read));
        }
    }

    [Fact]
    public void Problem_EveryTermSet_IsReadAsItWasWritten()
    {
        PlanningProblem problem = Full();

        Assert.Equal(problem, JournalDocuments.Problem.Read(JournalDocuments.Problem.Write(problem)));
    }

    [Fact]
    public void Plan_OfAProblemThatWasRead_IsThePlanOfTheProblemThatWasWritten()
    {
        for (int seed = 1; seed <= 12; seed++)
        {
            PlanningProblem problem = ProblemGenerator.Create(seed, 1 + (seed % 3), 1 + (seed % 4));

            PlanResult made = new Planner().Plan(problem), again = new Planner().Plan(JournalDocuments.Problem.Read(JournalDocuments.Problem.Write(problem)));

            Assert.Equal(made, again);
            if (made is PlanResult.Planned(Plan plan))
            {
                PlanRecord record = new() { Plan = plan, Mode = OperatingMode.Enforce, Life = plan.Hold is null ? PlanLife.Proposed : PlanLife.Held };
                Assert.Equal(record, JournalDocuments.Plan.Unpack(JournalDocuments.Plan.Pack(record)));
            }
        }
    }

    [Fact]
    public void Plan_WithEverythingInIt_IsReadAsItWasWritten()
    {
        foreach (PlanRecord record in (PlanRecord[])[SomePlan.Record(1), SomePlan.Record(2, PlanLife.Held), SomePlan.Lived(3), SomePlan.Lived(4)])
        {
            Assert.Equal(record, JournalDocuments.Plan.Read(JournalDocuments.Plan.Write(record)));
        }
    }

    [Fact]
    public void Entry_EveryKind_IsReadAsItWasWritten()
    {
        Random random = new(9838);
        HashSet<Type> kinds = [];
        foreach (JournalEntry entry in RandomEntries.Draw(random, 400))
        {
            Assert.Equal(entry, JournalDocuments.Entry.Unpack(JournalDocuments.Entry.Pack(entry)));
            kinds.Add(entry.GetType());
        }

        Assert.Equal(typeof(JournalEntry).GetNestedTypes().Length, kinds.Count);
    }

    [Fact]
    public void State_OfManyEntries_IsReadAsItWasWritten()
    {
        JournalState state = new()
        {
            Generation = 7,
            InFlight = SomePlan.Lived(7),
            Committed = [SomePlan.Target(1)],
            CommittedBoot = "b",
            Past = [new PastChange(Some.Noon, SomePlan.Gpu, DisruptionRung.Move, null, "t")],
            Paused = true,
            Ceiling = OperatingMode.Recommend,
            ControlReason = "why",
            Quarantines = [new Quarantine(SomePlan.Gpu, Some.Noon, "lost")],
            FailuresInARow = 2,
        };

        Assert.Equal(state, JournalDocuments.State.Read(JournalDocuments.State.Write(state)));
    }

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("[]", "no problem document")]
    [InlineData("""{"document":"plan","version":1,"value":{}}""", "no problem document")]
    [InlineData("""{"document":"problem","version":2,"value":{}}""", "version 2")]
    [InlineData("""{"document":"problem","version":1,"value":null}""", "empty")]
    [InlineData("""{"document":"problem","version":1,"value":{}}""", "missing required")]
    public void Read_NotSuchADocument_IsRefusedWithTheReason(string text, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<FormatException>(() => JournalDocuments.Problem.Read(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_AnyMemberLeftOut_IsRefused()
    {
        // A member that is missing would be read as zero or nothing, and both say something.
        string text = Encoding.UTF8.GetString(JournalDocuments.Problem.Write(Full()));
        MatchCollection members = SimpleMember().Matches(text);
        Assert.True(members.Count > 100);
        foreach (Match member in members)
        {
            string less = text.Remove(member.Index, member.Length);

            Assert.Throws<FormatException>(() => JournalDocuments.Problem.Read(Encoding.UTF8.GetBytes(less)));
        }
    }

    [Fact]
    public void Read_UnknownOrRepeatedMember_IsRefused()
    {
        string text = Encoding.UTF8.GetString(JournalDocuments.Plan.Write(SomePlan.Record(1)));

        foreach (string more in (string[])["\"colour\":1,", "\"mode\":\"Enforce\","])
        {
            Assert.Throws<FormatException>(() => JournalDocuments.Plan.Read(Encoding.UTF8.GetBytes(text.Replace("\"mode\"", more + "\"mode\"", StringComparison.Ordinal))));
        }

        Assert.Throws<FormatException>(() => JournalDocuments.Plan.Read(Encoding.UTF8.GetBytes(text.Replace("\"set-mig-mode\"", "\"reboot\"", StringComparison.Ordinal))));
    }

    [Fact]
    public void Unpack_AnyDamage_IsRefusedOrHarmless()
    {
        PlanRecord record = SomePlan.Lived(5);
        byte[] packed = JournalDocuments.Plan.Pack(record);
        Random random = new(20261123);
        int refused = 0;
        for (int round = 0; round < 500; round++)
        {
            byte[] damaged = random.Next(3) == 0 ? packed[..random.Next(packed.Length)] : [.. packed];
            if (damaged.Length > 0)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            try
            {
                // A flip in the header of the packing changes nothing that was packed.
                Assert.Equal(record, JournalDocuments.Plan.Unpack(damaged));
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 400, 500);
    }

    [Fact]
    public void Pack_WhatANodeIsPlannedFrom_IsAFewKilobytes()
    {
        // Eight GPUs and twenty workloads: what the journal's stated size rests on.
        PlanningProblem problem = ProblemGenerator.Create(8, 8, 20);

        Assert.InRange(JournalDocuments.Problem.Pack(problem).Length, 1_000, 8_000);
    }

    /// <summary>A problem in which nothing is left at its default.</summary>
    private static PlanningProblem Full()
    {
        PlanningProblem problem = ProblemGenerator.Create(3, 4, 6);
        GpuState gpu = problem.Gpus[0] with { NvLinkIsland = 3, NumaNode = 1, Cuda = new Version(12, 4, 1), WholeGpuWorkload = "w-0001", WholeGpuPinned = true, Power = new PowerCurve(61.5, 699.9, 0.83) };
        return problem with
        {
            Gpus = [gpu, gpu with { Geometry = null, Cuda = null, Power = new PowerCurve(double.NaN, double.PositiveInfinity, -0.0) }],
            Terms = new PolicyTerms
            {
                Policy = "energy",
                Horizon = Duration.FromMinutes(7),
                Prices = new PriceTerms
                {
                    Currency = "USD",
                    Models = [new ModelPrice("h100", 3.25)],
                    Energy = new EnergyTariff
                    {
                        TimeZone = "Europe/Berlin",
                        Periods = [new TariffPeriod([IsoDayOfWeek.Monday, IsoDayOfWeek.Sunday], new LocalTime(6, 30, 1).PlusNanoseconds(7), LocalTime.Midnight, -0.01)],
                    },
                    Carbon = new CarbonTerms(0.08, [new CarbonPoint(Some.Noon, 380), new CarbonPoint(Instant.MaxValue, 1.0 / 3)]),
                    InstanceChange = Duration.FromNanoseconds(1),
                },
                Gates = new GateTerms
                {
                    Windows = [new WeeklyWindow([], new LocalTime(22, 0), new LocalTime(6, 0))],
                    Freezes = [new Interval(null, Some.Noon), new Interval(Some.Noon, null), new Interval(null, null), new Interval(Some.Noon, Some.Noon + Duration.FromNanoseconds(1))],
                },
            },
            Tenants = [new TenantTerms("t", null, 0.5), new TenantTerms("u", 1.5)],
            Past = [new PastChange(Some.Noon, gpu.Uuid, DisruptionRung.MigMode, null, null), new PastChange(Instant.MinValue, gpu.Uuid, DisruptionRung.Move, "w", "t")],
        };
    }

    [GeneratedRegex("""(?<=[{,])"\w+":(?:[0-9.eE+-]+|"[^"]*"|null|true|false),""", RegexOptions.None, 1000)]
    private static partial Regex SimpleMember();
}
