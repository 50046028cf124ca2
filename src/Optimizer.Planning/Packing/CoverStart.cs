namespace Optimizer.Planning.Packing;

/// <summary>The first answer to a <see cref="CoverProblem"/>, found without the native solver: prices, a choice for each service, and GPUs for the sum.</summary>
internal static class CoverStart
{
    // Passes over all services, each trying every known choice; two or three are enough. Doubled, nothing changes but a longer worst case.
    private const int MostPasses = 6;

    /// <summary>Finds it.</summary>
    public static CoverAnswer Of(CoverProblem problem)
    {
        CoverPrices prices = CoverPrices.Of(problem);
        int[][] seats = [.. prices.Favourites];
        int[] counts = GpuCounts.For(problem, problem.Demand(seats));
        for (int pass = 0; pass < MostPasses && counts.Sum() > prices.LowerBound; pass++)
        {
            int[][] tried = [.. seats];
            if (!Improve(problem, prices, tried))
            {
                break;
            }

            int[] other = GpuCounts.For(problem, problem.Demand(tried));
            if (other.Sum() > counts.Sum())
            {
                break;
            }

            (counts, seats) = (other, tried);
        }

        return new CoverAnswer
        {
            TypeCounts = counts,
            Seats = seats,
            LowerBound = prices.LowerBound,
            Method = "constructive",
        };
    }

    /// <summary>Lets each service in turn take the choice with which all of them need the fewest GPUs, parts of GPUs counted.</summary>
    private static bool Improve(CoverProblem problem, CoverPrices prices, int[][] seats)
    {
        bool better = false;
        double least = Relaxed(problem, seats);
        for (int s = 0; s < seats.Length; s++)
        {
            int[] kept = seats[s];
            foreach (int[] choice in prices.Choices[s])
            {
                seats[s] = choice;
                double need = Relaxed(problem, seats);
                if (need < least - 1e-9)
                {
                    (least, kept, better) = (need, choice, true);
                }
            }

            seats[s] = kept;
        }

        return better;
    }

    private static double Relaxed(CoverProblem problem, int[][] seats)
    {
        double[][] rows = [.. problem.Types.Select(static type => (double[])[.. type.Counts.Select(static count => (double)count), 1])];
        return PriceProgram.Solve([.. problem.Demand(seats).Select(static count => (double)count)], rows).Value;
    }
}
