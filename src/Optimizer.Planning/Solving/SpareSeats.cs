namespace Optimizer.Planning.Solving;

/// <summary>Whether more seats than demand needs can ever pay: they serve nothing more, but a lower load draws less energy on the others.</summary>
/// <remarks>
/// One more seat of rate r lowers the load of seats with capacity C by a factor C / (C + r), and each seat's power by at most exponent x r / C of it. Power
/// per capacity is at most that of the hungriest class, so the gain is at most exponent x r x (power per rate of the hungriest class), however many
/// seats there are, less what the new seat draws itself at that load (counted where all exponents are alike). Where every start costs more, no new
/// spare seat pays.
/// </remarks>
internal static class SpareSeats
{
    /// <summary>Finds out.</summary>
    /// <returns>
    /// MayPay: a new seat to spare may cost less than it saves. Bounded: serving costs no less than value and penalty say; false where energy has a
    /// negative price, and nothing is known of the best.
    /// </returns>
    internal static (bool MayPay, bool Bounded) Of(FleetModel model, SeatedWorkload workload)
    {
        double hungriest = 0, exponent = 0, least = double.MaxValue;
        bool paid = false;
        foreach (int seatClass in workload.Options.Keys)
        {
            hungriest = Math.Max(hungriest, model.LoadCost[seatClass] / workload.RateIn(seatClass));
            exponent = Math.Max(exponent, model.Classes[seatClass].Sample.Power.LoadExponent);
            least = Math.Min(least, model.Classes[seatClass].Sample.Power.LoadExponent);
            paid |= model.LoadCost[seatClass] < 0;
        }

        if (paid)
        {
            return (true, false);
        }

        foreach (int seatClass in workload.Options.Keys)
        {
            double own = least == exponent ? model.LoadCost[seatClass] : 0;
            if (workload.StartCost(seatClass) < (exponent * hungriest * workload.RateIn(seatClass)) - own)
            {
                return (workload.Need.ExpectedRate > 0, true);
            }
        }

        return (false, true);
    }
}
