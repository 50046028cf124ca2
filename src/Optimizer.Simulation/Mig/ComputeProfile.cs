namespace Optimizer.Simulation.Mig;

/// <summary>Which compute instances fit into a GPU instance, by widths. Source: <c>ci_widths_by_gi_slices</c> of the board facts.</summary>
internal static class ComputeProfile
{
    /// <summary>One past the last profile number the library knows.</summary>
    public const uint EnumCount = 9;

    private static readonly int[] WidthByEnum = [1, 2, 3, 4, 7, 8, 6, 0, 0];

    /// <summary>Width of a profile number, which is also its id; 0 when nothing has it here.</summary>
    public static int Width(uint profile, int instanceSlices)
    {
        int width = profile < EnumCount ? WidthByEnum[profile] : 0;
        return width > 0 && MaxInstances(width, instanceSlices) > 0 ? width : 0;
    }

    public static uint Id(int width) => (uint)Array.IndexOf(WidthByEnum, width);

    public static int MaxInstances(int width, int instanceSlices) => (instanceSlices, width) switch
    {
        _ when width == instanceSlices => 1,
        _ when width > instanceSlices => 0,
        (7, 4) => 1,
        (7, 3) => 2,
        (_, 3) => 0,
        _ when width <= 2 => instanceSlices / width,
        _ => 0,
    };

    /// <summary>Compute-slice offset of the n-th legal placement: three-slice instances start at 0 and 4, others pack.</summary>
    public static int Start(int width, int position) => position * (width == 3 ? 4 : width);

    /// <summary>Whether instances of these widths, each put at its first free place in this order, fit together.</summary>
    public static bool Fit(IEnumerable<int> widths, int instanceSlices)
    {
        uint taken = 0;
        foreach (int width in widths)
        {
            int places = MaxInstances(width, instanceSlices);
            int position = 0;
            while (position < places && (taken & Mask(Start(width, position), width)) != 0)
            {
                position++;
            }

            if (position >= places)
            {
                return false;
            }

            taken |= Mask(Start(width, position), width);
        }

        return true;
    }

    public static int IndexOfStart(int width, int instanceSlices, uint start)
    {
        for (int position = 0; position < MaxInstances(width, instanceSlices); position++)
        {
            if (Start(width, position) == start)
            {
                return position;
            }
        }

        return -1;
    }

    private static uint Mask(int start, int width) => ((1u << width) - 1) << start;
}
