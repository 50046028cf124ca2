using NodaTime;
using NodaTime.Text;
using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;

namespace Optimizer.Host.Configuration;

/// <summary>Days of the week and times of day as operators write them.</summary>
internal static class WeekText
{
    /// <summary>The form of days.</summary>
    public const string DaysForm = "days mon, tue, wed, thu, fri, sat, sun, or a run of them such as mon-fri";

    /// <summary>The form of times of day.</summary>
    public const string TimeForm = "a time of day from 00:00 to 24:00, such as 22:30";

    /// <summary>The form of moments.</summary>
    public const string MomentForm = "a moment with its offset, such as 2026-12-24T18:00:00+01:00 or 2026-12-24T17:00:00Z";

    private static readonly string[] Names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>The days of a group's key, in the order of the week, each once; empty when the key is absent, empty or not legal (reported).</summary>
    public static ValueArray<IsoDayOfWeek> Days(YamlGroup group, string name)
    {
        SortedSet<IsoDayOfWeek> days = [];
        switch (group.Find(name))
        {
            case null or YamlScalar { IsNull: true }:
                break;
            case YamlSequence list:
                foreach (YamlNode item in list.Items)
                {
                    Add(group, name, item, days);
                }

                break;
            case YamlNode one:
                Add(group, name, one, days);
                break;
        }

        // Every day of the week is what no days at all mean: the two are kept alike.
        return days.Count == Names.Length ? [] : days.ToValueArray();
    }

    /// <summary>The time of day of a group's key; midnight when it is absent or not legal (reported). 24:00 is midnight: a time that ends then ends with its day.</summary>
    public static LocalTime Time(YamlGroup group, string name) =>
        group.ParseValue<LocalTime>(name, TimeForm, static scalar => scalar.Text == "24:00" ? LocalTime.Midnight
            : LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(scalar.Text) is { Success: true } parsed ? parsed.Value
            : null) ?? LocalTime.Midnight;

    /// <summary>The moment of a group's key; null when it is absent or nothing, or not legal (reported).</summary>
    public static Instant? Moment(YamlGroup group, string name) =>
        group.ParseValue<Instant>(name, MomentForm, static scalar => OffsetDateTimePattern.Rfc3339.Parse(scalar.Text) is { Success: true } parsed ? parsed.Value.ToInstant() : null);

    private static void Add(YamlGroup group, string name, YamlNode node, SortedSet<IsoDayOfWeek> days)
    {
        string[] ends = node is YamlScalar scalar ? scalar.Text.Split('-') : [];
        int first = ends.Length is 1 or 2 ? Array.IndexOf(Names, ends[0]) : -1;
        int last = ends.Length is 1 or 2 ? Array.IndexOf(Names, ends[^1]) : -1;
        if (first < 0 || last < 0)
        {
            group.Unexpected(node, name, DaysForm);
            return;
        }

        // A run may go over the weekend: fri-mon is four days.
        for (int day = first; ; day = (day + 1) % Names.Length)
        {
            days.Add((IsoDayOfWeek)(day + 1));
            if (day == last)
            {
                return;
            }
        }
    }
}
