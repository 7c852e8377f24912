using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Tenure.Bench;

/// <summary>User and system time of all threads of a process, by its clock of POSIX: in nanoseconds. /proc counts in steps of 10 ms, as much as a whole sign-in takes.</summary>
internal static class CpuClock
{
    public static TimeSpan Of(Process process)
    {
        if (GetClock(process.Id, out var clock) is not 0 and var error)
        {
            throw new Win32Exception(error);
        }

        return GetTime(clock, out var time) == 0 ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0) : throw new Win32Exception();
    }

    [DllImport("libc", EntryPoint = "clock_getcpuclockid")]
    private static extern int GetClock(int process, out int clock);

    [DllImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static extern int GetTime(int clock, out Time time);

    // struct timespec.
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Time(nint Seconds, nint Nanoseconds);
}
