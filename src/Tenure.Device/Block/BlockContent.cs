using Tenure.Device.Phone;

namespace Tenure.Device.Block;

/// <summary>The body of the persistent block: everything about the lock that survives a wipe of the user data.</summary>
public sealed record BlockContent
{
    /// <summary>Never <see cref="BlockState.Untrusted"/>.</summary>
    public required BlockState State { get; init; }

    /// <summary>Rises when a holding ends.</summary>
    public uint Epoch { get; init; }

    /// <summary>16 bytes; <c>null</c> while free.</summary>
    public byte[]? HoldingId { get; init; }

    /// <summary>The holder's name as it may be shown to anyone, e.g. <c>m•••@example.org</c>.</summary>
    public string? MaskedHolder { get; init; }

    /// <summary>The signed ticket by which the phone is held (hold, sync) or free (release, sync), as it came: a server restored from a backup is shown its own signature.</summary>
    public byte[]? SignedTicket { get; init; }

    /// <summary>Id (16 bytes) of the last ticket accepted; receipts carry it.</summary>
    public byte[]? LastTicketId { get; init; }

    /// <summary>Server generation (16 bytes) of the last ticket; it changes when a server was restored from a backup.</summary>
    public byte[]? ServerGeneration { get; init; }

    /// <summary>
    /// <c>PinnedServer.Digest</c> (32 bytes) of the server this phone belongs to; <c>null</c> before a person confirmed one. With it a lost pin is
    /// noticed, and no other server is taken in its place.
    /// </summary>
    public byte[]? ServerDigest { get; init; }

    /// <summary>What the lost screen says; only in <see cref="BlockState.Lost"/>, and always there.</summary>
    public LostScreenText? Lost { get; init; }

    /// <summary>The signed ticket by which the phone is lost (lost, sync), as it came; <c>null</c> when it is not.</summary>
    public byte[]? LostTicket { get; init; }

    /// <summary>The code that this phone asks for before an order from afar erases it; <c>null</c> when its holder set none. Goes with the holding.</summary>
    public EraseCodeHash? EraseCode { get; init; }

    /// <summary>Id (16 bytes) of the ticket under which the phone is used without an account; only in <see cref="BlockState.Free"/>, and <c>null</c> unless it is.</summary>
    public byte[]? OpenTicketId { get; init; }

    /// <summary>Whether the user data must be erased before anything else: in <see cref="BlockState.ReleaseAccepted"/> for a release, in <see cref="BlockState.Ended"/> for the end of all locks, else for a reset or an erase ticket.</summary>
    public bool ErasePending { get; init; }

    /// <summary>Whether the server has not yet acknowledged the receipt for the last change.</summary>
    public bool ReceiptOwed { get; init; }

    /// <summary>The lowest generations that are still believed, by purpose.</summary>
    public IReadOnlyList<SignerFloor> Floors { get; init; } = [];

    /// <summary>The highest serial seen of each root's statements.</summary>
    public IReadOnlyList<RootSerial> RootSerials { get; init; } = [];

    /// <summary>
    /// <c>PinnedServer.Digest</c> of the server that a root has named in place of <see cref="ServerDigest"/>, while the pin is being changed; else <c>null</c>.
    /// </summary>
    public byte[]? NextServerDigest { get; init; }
}
