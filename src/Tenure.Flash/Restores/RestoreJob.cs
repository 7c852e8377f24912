using Tenure.Flash.Packages;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Tickets;

namespace Tenure.Flash.Restores;

/// <summary>What a restore needs.</summary>
public sealed record RestoreJob
{
    /// <summary>The files.</summary>
    public required FlashPackage Package { get; init; }

    /// <summary>What is done with them.</summary>
    public required RestorePlan Plan { get; init; }

    /// <summary>The manifest as signed.</summary>
    public required ReadOnlyMemory<byte> Manifest { get; init; }

    /// <summary>What was done before.</summary>
    public required FlashJournal Journal { get; init; }

    /// <summary>Sees the device's evidence before it goes anywhere: the checks before the first byte. Throws to stop.</summary>
    public Action<Evidence>? Check { get; init; }

    /// <summary>Sees how many sectors each unit of the storage has, as the device tells once it is open, before the first byte; <c>null</c> when it tells not all. Throws to stop.</summary>
    public Action<IReadOnlyList<long>?>? CheckStorage { get; init; }

    /// <summary>Gets a ticket from the server for evidence of the purpose flash.</summary>
    public required Func<byte[], CancellationToken, Task<byte[]>> AskTicket { get; init; }

    /// <summary>Brings the device's receipt to the server, or keeps it: the device restarts afterwards.</summary>
    public required Func<byte[], CancellationToken, Task> BringReceipt { get; init; }

    /// <summary>Reads digests first and leaves alone what is right already.</summary>
    public bool SkipsRight { get; init; }

    /// <summary>Only opens the device, and leaves the writing to another program; there is no receipt.</summary>
    public bool HandsOver { get; init; }

    /// <summary>What the maker signed of the packets that are sent, for a programmer that asks for it; <c>null</c> when the package has none.</summary>
    public DigestTables? Tables { get; init; }

    /// <summary>Divides the storage anew first, and all that is on it goes; <c>null</c>: it stays as it is.</summary>
    public Provisioning? Provisioning { get; init; }
}
