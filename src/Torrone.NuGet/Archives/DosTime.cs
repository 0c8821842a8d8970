namespace Torrone.NuGet.Archives;

/// <summary>The two-second local time that zip inherited from MS-DOS.</summary>
internal static class DosTime
{
    /// <summary>Reads a time as if it were UTC; null when the fields are no time (writers without a clock leave zeros).</summary>
    public static DateTimeOffset? Read(ushort date, ushort time)
    {
        var (year, month, day) = (1980 + (date >> 9), (date >> 5) & 15, date & 31);
        var (hour, minute, second) = (time >> 11, (time >> 5) & 63, (time & 31) * 2);
        var valid = month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60;
        return valid ? new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero) : null;
    }
}
