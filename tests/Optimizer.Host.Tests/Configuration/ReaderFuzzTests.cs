using System.Collections.Immutable;
using Optimizer.Host.Configuration;
using Optimizer.Host.Tests.Support;
using Optimizer.Host.Web;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Tests.Configuration;

/// <summary>Whatever the file holds, the readers answer: a configuration, or errors that say where. They never throw and never hang.</summary>
public sealed class ReaderFuzzTests
{
    private static readonly string WebSample = File.ReadAllText(Path.Combine(Repository.Root, "packaging", "web.yaml"))
        .Replace("\n# ", "\n", StringComparison.Ordinal);

    [Fact]
    public void Configuration_MutatedSample_AnswersOrExplains()
    {
        string sample = SampleConfiguration.Text();

        FileMutation.ForManySeeds(1500, seed => AnswersOrExplains(FileMutation.Mutate(sample, seed)));
    }

    [Fact]
    public void Configuration_Noise_AnswersOrExplains()
    {
        FileMutation.ForManySeeds(3000, seed => AnswersOrExplains(FileMutation.Noise(seed)));
    }

    [Fact]
    public void WebConfiguration_MutatedSample_AnswersOrExplains()
    {
        FileMutation.ForManySeeds(2000, seed => WebAnswersOrExplains(FileMutation.Mutate(WebSample, seed)));
    }

    [Fact]
    public void WebConfiguration_Noise_AnswersOrExplains()
    {
        FileMutation.ForManySeeds(3000, seed => WebAnswersOrExplains(FileMutation.Noise(seed)));
    }

    [Theory]
    [InlineData("mode: \uD800")]
    [InlineData("\uFEFF\uFEFF")]
    [InlineData("%YAML 9.9\n---\nmode: observe")]
    [InlineData("? ? ? ? ?")]
    [InlineData("- - - - - - - - - - - - - - - -")]
    [InlineData("mode: \"\\")]
    [InlineData("mode: \"\\xZZ\"")]
    [InlineData("mode: \"\\UFFFFFFFF\"")]
    [InlineData("%TAG ! !\n%TAG ! !\n--- a")]
    [InlineData("{a, b: {c, d}, : , ? }")]
    [InlineData("sampler:\n\tperiod_seconds: 1")]
    public void Readers_KnownNastyTexts_AnswerOrExplain(string text)
    {
        Assert.True(AnswersOrExplains(text));
        Assert.True(WebAnswersOrExplains(text));
    }

    private static bool AnswersOrExplains(string text) => ConfigurationReader.Read(text, "f") switch
    {
        ConfigurationResult.Read => true,
        ConfigurationResult.Refused refused => IsUseful(refused.Errors, text),
        _ => false,
    };

    private static bool WebAnswersOrExplains(string text)
    {
        FileErrors errors = new("f");
        WebFileReader.Read(text, "/etc", errors);
        return errors.IsEmpty || IsUseful(errors.ToSorted(), text);
    }

    private static bool IsUseful(ImmutableArray<FileError> errors, string text)
    {
        // Lines as YAML counts them: more characters break a line there than '\n' alone.
        int lines = text.Count(c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 2;
        return !errors.IsEmpty && errors.All(e => e.At.Line >= 1 && e.At.Line <= lines && e.At.Column >= 1 && e.Message.Length > 0 && !e.ToString().Any(char.IsControl));
    }
}
