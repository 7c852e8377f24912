using System.Runtime.InteropServices;

namespace Tenure.Server.Platform.Pictures;

/// <summary>Leaves the calling thread, and the program that it becomes, no files but those that programs of the system consist of: read, never written. Pipes that are open already stay.</summary>
/// <remarks>Linux 5.13, Documentation/userspace-api/landlock.rst. The numbers of its calls are those of every processor.</remarks>
internal static partial class FileRights
{
    private const nint CreateRuleset = 444;
    private const nint AddRule = 445;
    private const nint RestrictSelf = 446;
    private const int PathBeneath = 1;
    private const int SetNoNewPrivileges = 38;

    private const ulong Execute = 1;
    private const ulong ReadFile = 1 << 2;
    private const ulong ReadFolder = 1 << 3;

    // All rights of the first version, those to make and remove files among them: what is not given back below is gone.
    private const ulong Everything = (1 << 13) - 1;

    private const int OnlyName = 0x0020_0000;
    private const int CloseOnExecute = 0x0008_0000;

    // Programs, libraries and fonts. What is not there on a system is left out.
    private static readonly string[] System = ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/fonts", "/etc/papersize", "/var/cache/fontconfig"];

    /// <summary>Whether the rights are gone now; <c>false</c> where the kernel does not know how.</summary>
    public static unsafe bool Limit()
    {
        var handled = Everything;
        var ruleset = (int)Call(CreateRuleset, (nint)(&handled), sizeof(ulong), 0, 0);
        if (ruleset < 0)
        {
            return false;
        }

        foreach (var path in System)
        {
            if (Open(path, OnlyName | CloseOnExecute) is var file and >= 0)
            {
                var rule = new Beneath { Allowed = Directory.Exists(path) ? Execute | ReadFile | ReadFolder : ReadFile, Folder = file };
                if (Call(AddRule, ruleset, PathBeneath, (nint)(&rule), 0) != 0)
                {
                    return false;
                }
            }
        }

        return Control(SetNoNewPrivileges, 1, 0, 0, 0) == 0 && Call(RestrictSelf, ruleset, 0, 0, 0) == 0;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint first, nint second, nint third, nint fourth);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Beneath
    {
        public ulong Allowed;
        public int Folder;
    }
}
