namespace Optimizer.Forecasting.Ssa;

/// <summary>The linear recurrence that continues every window of a subspace: next = Σ Coefficients[j] × value[j] over the L - 1 values before.</summary>
internal sealed class Recurrence
{
    // At verticality (1) the last value of a window does not follow from the others at all; close to it coefficients explode.
    private const double MostVertical = 1 - 1e-9;

    private double[] _impulse = [1];

    private Recurrence(double[] coefficients)
    {
        Coefficients = coefficients;
    }

    /// <summary>Oldest value first.</summary>
    public double[] Coefficients { get; }

    /// <summary>The recurrence of the leading vectors (R-forecasting; Golyandina et al. 2001, 2.1); null at verticality.</summary>
    public static Recurrence? Of(Subspace subspace, int rank)
    {
        int window = subspace.Window;
        double[] coefficients = new double[window - 1];
        double vertical = 0;
        for (int i = 0; i < rank; i++)
        {
            ReadOnlySpan<double> vector = subspace.Vector(i);
            double last = vector[^1];
            vertical += last * last;
            Dense.AddScaled(coefficients, last, vector[..^1]);
        }

        if (!(vertical < MostVertical))
        {
            return null;
        }

        for (int j = 0; j < coefficients.Length; j++)
        {
            coefficients[j] /= 1 - vertical;
        }

        return new Recurrence(coefficients);
    }

    /// <summary>Continues the values.</summary>
    /// <param name="state">The L - 1 values before the first step.</param>
    /// <param name="destination">The steps.</param>
    public void Run(ReadOnlySpan<double> state, Span<double> destination)
    {
        double[] line = new double[state.Length + destination.Length];
        state.CopyTo(line);
        for (int h = 0; h < destination.Length; h++)
        {
            line[state.Length + h] = Dense.Dot(Coefficients, line.AsSpan(h, state.Length));
        }

        line.AsSpan(state.Length).CopyTo(destination);
    }

    /// <summary>What one unit of noise in the newest value becomes 0, 1, ... steps later (psi of the literature; psi_0 = 1).</summary>
    public ReadOnlySpan<double> Impulse(int steps)
    {
        if (_impulse.Length < steps)
        {
            double[] state = new double[Coefficients.Length], response = new double[steps];
            state[^1] = 1;
            Run(state, response.AsSpan(1));
            response[0] = 1;
            _impulse = response;
        }

        return _impulse.AsSpan(0, steps);
    }

    /// <summary>Whether the impulse stays within the growth over the steps. Takes the place of looking at the roots of the characteristic polynomial.</summary>
    public bool IsBounded(int steps, double growth)
    {
        foreach (double value in Impulse(steps))
        {
            if (!(Math.Abs(value) <= growth))
            {
                return false;
            }
        }

        return true;
    }
}
