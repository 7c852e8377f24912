using System.Runtime.InteropServices;

namespace Tenure.Server.Platform.Pictures;

/// <summary>
/// Gives up, for this process and for good, every system call but those that a program needs to think: no file is opened, no connection made, no
/// program started, no other process touched. What is read and written are the pipes that are open already.
/// </summary>
/// <remarks>Linux, seccomp(2) and Documentation/userspace-api/seccomp_filter.rst. Numbers of system calls: syscalls(2), by processor. A refused call answers EPERM.</remarks>
internal static partial class SystemCalls
{
    private const int SetNoNewPrivileges = 38;
    private const int SetDumpable = 4;
    private const uint SetModeFilter = 1;
    private const uint AllThreads = 1;

    private const uint Allow = 0x7FFF_0000;
    private const uint Kill = 0x8000_0000;
    private const uint Refuse = 0x0005_0000;
    private const uint NotPermitted = 1;
    private const uint NotThere = 38;
    private const uint CloneThread = 0x0001_0000;
    private const uint OtherNumbers = 0x4000_0000;

    // Offsets in struct seccomp_data; both processors are little-endian.
    private const uint Number = 0;
    private const uint Processor = 4;
    private const uint FirstArgument = 16;

    private const ushort Load = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfSet = 0x45;
    private const ushort Return = 0x06;

    /// <summary>Whether the rights are gone now. <c>false</c> on another system or processor, and where the kernel knows no filters.</summary>
    public static bool Limit() => Install(AllThreads);

    /// <summary>The same for the calling thread alone, so that a test can see what a filtered thread may do and live on.</summary>
    internal static bool LimitThread() => Install(0);

    /// <summary>
    /// For a program that the calling thread becomes next, and whose system calls nobody can list: everything but networks, other processes, debugging and the kernel's far corners.
    /// Which files it may touch is <see cref="FileRights"/>'s.
    /// </summary>
    public static bool LimitProgram() => Install(0, ForPrograms);

    private static unsafe bool Install(uint flags) => Install(flags, ForUs);

    private static unsafe bool Install(uint flags, Func<Table, Instruction[]> filterOf)
    {
        if (!OperatingSystem.IsLinux() || Table.Here is not { } table)
        {
            return false;
        }

        if (flags == AllThreads)
        {
            // No core dump, and no debugger of the same user.
            _ = Control(SetDumpable, 0, 0, 0, 0);
        }

        if (Control(SetNoNewPrivileges, 1, 0, 0, 0) != 0)
        {
            return false;
        }

        var filter = filterOf(table);
        fixed (Instruction* first = filter)
        {
            var program = new FilterProgram { Length = (ushort)filter.Length, First = first };
            return Call(table.Seccomp, SetModeFilter, flags, &program) == 0;
        }
    }

    private static Instruction[] ForPrograms(Table table) =>
    [
        new(Load, 0, 0, Processor),
        new(JumpIfEqual, 1, 0, table.Processor),
        new(Return, 0, 0, Kill),
        new(Load, 0, 0, Number),
        // The other numbers of the same processor (x32) would walk past the list.
        new(JumpIfSet, 0, 1, OtherNumbers),
        new(Return, 0, 0, Kill),
        .. table.Harmful.SelectMany(number => new Instruction[] { new(JumpIfEqual, 0, 1, number), new(Return, 0, 0, Refuse | NotPermitted) }),
        new(JumpIfEqual, 0, 1, table.Fork3),
        new(Return, 0, 0, Refuse | NotThere),
        new(JumpIfEqual, 0, 4, table.Fork),
        new(Load, 0, 0, FirstArgument),
        new(JumpIfSet, 0, 1, CloneThread),
        new(Return, 0, 0, Allow),
        new(Return, 0, 0, Refuse | NotPermitted),
        // abort ends by a signal to oneself; every program reads its own limits.
        .. OnItself(table.SignalThread),
        .. OnItself(table.Limits),
        new(Return, 0, 0, Allow),
    ];

    // What names a process first is allowed for 0, which is the caller, and for this process, which stays the same when it becomes another program.
    private static Instruction[] OnItself(uint number) =>
    [
        new(JumpIfEqual, 0, 5, number),
        new(Load, 0, 0, FirstArgument),
        new(JumpIfEqual, 1, 0, 0),
        new(JumpIfEqual, 0, 1, (uint)Environment.ProcessId),
        new(Return, 0, 0, Allow),
        new(Return, 0, 0, Refuse | NotPermitted),
    ];

    private static Instruction[] ForUs(Table table)
    {
        List<Instruction> filter =
        [
            new(Load, 0, 0, Processor),
            new(JumpIfEqual, 1, 0, table.Processor),
            new(Return, 0, 0, Kill),
            new(Load, 0, 0, Number),
        ];
        filter.AddRange(table.Harmless.SelectMany(number => new Instruction[] { new(JumpIfEqual, 0, 1, number), new(Return, 0, 0, Allow) }));
        filter.AddRange(
        [
            // glibc falls back to clone, whose flags can be seen.
            new(JumpIfEqual, 0, 1, table.Fork3),
            new(Return, 0, 0, Refuse | NotThere),
            new(JumpIfEqual, 0, 4, table.Fork),
            new(Load, 0, 0, FirstArgument),
            new(JumpIfSet, 0, 1, CloneThread),
            new(Return, 0, 0, Allow),
            new(Return, 0, 0, Refuse | NotPermitted),
            // The runtime stops its own threads by signals; nobody else's.
            .. OnItself(table.SignalThread),
            new(Return, 0, 0, Refuse | NotPermitted),
        ]);
        return [.. filter];
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static unsafe partial nint Call(nint number, nuint operation, nuint flags, FilterProgram* program);

    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct FilterProgram
    {
        public ushort Length;
        public Instruction* First;
    }

    /// <summary>The numbers of one processor.</summary>
    /// <param name="Fork">clone.</param>
    /// <param name="Fork3">clone3.</param>
    /// <param name="SignalThread">tgkill.</param>
    /// <param name="Limits">prlimit64.</param>
    /// <param name="Processor">AUDIT_ARCH of linux/audit.h.</param>
    /// <param name="Harmless">
    /// read, write, close, poll or ppoll; mmap, mprotect, munmap, mremap, madvise, brk; rt_sigaction, rt_sigprocmask, rt_sigreturn, sigaltstack, restart_syscall; futex,
    /// nanosleep, clock_nanosleep, clock_gettime, gettimeofday; sched_yield, sched_getaffinity, getcpu, membarrier; getpid, gettid, getrusage, sysinfo, getrandom;
    /// set_robust_list, rseq; exit, exit_group.
    /// </param>
    /// <param name="Harmful">
    /// socket, socketpair, connect, bind, listen, accept, accept4, sendto, sendmsg; fork, vfork; kill, tkill, rt_sigqueueinfo, rt_tgsigqueueinfo, setpriority, sched_setaffinity, shmget, shmat, mq_open, pidfd_open, pidfd_send_signal, pidfd_getfd; ptrace, process_vm_readv,
    /// process_vm_writev; io_uring_setup, bpf, perf_event_open, userfaultfd; mount, unshare, setns; add_key, request_key, keyctl.
    /// </param>
    private sealed record Table(uint Processor, nint Seccomp, uint Fork, uint Fork3, uint SignalThread, uint Limits, uint[] Harmless, uint[] Harmful)
    {
        public static Table? Here => RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => new(
                0xC000_003E, 317, 56, 435, 234, 302,
                [
                    0, 1, 3, 7, 271, 9, 10, 11, 25, 28, 12, 13, 14, 15, 131, 219, 202, 35, 230, 228, 96, 24, 204, 309, 324, 39, 186, 98, 99, 318, 273, 334, 60, 231,
                ],
                [
                    41, 53, 42, 49, 50, 43, 288, 44, 46, 57, 58, 62, 200, 129, 297, 141, 203, 29, 30, 240, 434, 424, 438, 101, 310, 311, 425, 321, 298, 323, 165, 272, 308, 248, 249, 250,
                ]),
            Architecture.Arm64 => new(
                0xC000_00B7, 277, 220, 435, 131, 261,
                [
                    63, 64, 57, 73, 222, 226, 215, 216, 233, 214, 134, 135, 139, 132, 128, 98, 101, 115, 113, 169, 124, 123, 168, 283, 172, 178, 165, 179, 278, 99, 293, 93, 94,
                ],
                [
                    198, 199, 203, 200, 201, 202, 242, 206, 211, 129, 130, 138, 240, 140, 122, 194, 196, 180, 434, 424, 438, 117, 270, 271, 425, 280, 241, 282, 40, 97, 268, 217, 218, 219,
                ]),
            _ => null,
        };
    }
}
