namespace Optimizer.EndToEnd.Tests.Following;

/// <summary>Tests that share <see cref="Scraping"/>; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class ScrapingCollection : ICollectionFixture<Scraping>
{
    public const string Name = "Prometheus";
}
