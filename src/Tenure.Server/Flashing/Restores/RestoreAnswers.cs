using Tenure.Client.Flashing;
using Tenure.Domain.Flashing;

namespace Tenure.Server.Flashing.Restores;

internal static class RestoreAnswers
{
    /// <summary>As the API shows it.</summary>
    /// <param name="package">What is flashed; <c>null</c> where it is gone.</param>
    /// <param name="isOvertaken">Whether something happened to the device since.</param>
    /// <param name="now">The time.</param>
    /// <param name="workshop">The name of the workshop that carries it out; <c>null</c> where the holder does.</param>
    public static Restore ToRestore(this RestoreJob job, FirmwarePackage? package, bool isOvertaken, DateTimeOffset now, string? workshop = null) => new(
        job.Id, job.DeviceId.Value, job.Manifest, package?.Product ?? "", package?.Version ?? "", job.EraseUserData, job.ComputerId.Value, StateOf(job, isOvertaken, now), job.CreatedAt, job.EndsAt, job.EndedAt,
        job.Tickets, job.EntriesDone, job.EntriesFailed, workshop, job.Tickets < RestoreJob.MostTickets);

    private static string StateOf(RestoreJob job, bool isOvertaken, DateTimeOffset now) => job.End switch
    {
        RestoreEnd.None => now >= job.EndsAt ? "expired" : isOvertaken ? "ended" : "open",
        RestoreEnd.Done => "done",
        RestoreEnd.Cancelled => "cancelled",
        RestoreEnd.Objected => "objected",
        RestoreEnd.Ended => "ended",
    };
}
