using System.Runtime.InteropServices;

namespace Tenure.Cli;

/// <summary>Ctrl-C pressed again, or SIGTERM after it, while a command is about to end: it ends with its own code, not killed between its last word and its exit.</summary>
/// <remarks>The first one is the command's, which ends within ten seconds or is ended. Before there is a command it kills, as it does any program.</remarks>
internal static class RepeatedSignals
{
    // Kept: a registration that is collected is undone.
    private static readonly List<PosixSignalRegistration> Registrations = [];

    private static bool stopping;

    public static void Ignore() => Registrations.AddRange([PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)]);

    private static void OnSignal(PosixSignalContext signal) => signal.Cancel |= Interlocked.Exchange(ref stopping, true);
}
