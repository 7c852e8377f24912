using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Leaving;

/// <summary>Before the server answers: erases again whom a restored backup brought back.</summary>
internal sealed class ReplayDeletions(DeletionJournal journal, EraseAccount erase) : IStartUp
{
    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var deletion in await journal.ReadAsync(ct))
        {
            await erase.ReplayAsync(deletion, ct);
        }
    }
}
