using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Agent;

/// <summary>The activation lock: reads the block, decides what the phone shows, and carries out tickets.</summary>
public sealed class ActivationLock(PhoneCore phone)
{
    /// <summary>What the phone shows now.</summary>
    public LockScreen Screen => phone.IsEnded ? LockScreen.Ended : phone.Block.State switch
    {
        // The only ones that need no server.
        BlockState.ReleaseAccepted => LockScreen.ReleasePending,
        BlockState.Held or BlockState.Lost when phone.Block.Content!.ErasePending => LockScreen.ErasePending,
        BlockState.Free => phone.IsServerLost ? LockScreen.ServerLost : IsOpen ? LockScreen.Open : LockScreen.Wizard,
        BlockState.Held => phone.IsServerLost ? LockScreen.ServerLost : IsSetUp ? LockScreen.Running : LockScreen.Locked,
        BlockState.Lost => phone.IsServerLost ? LockScreen.ServerLost : LockScreen.Lost,
        BlockState.Untrusted => phone.IsServerLost ? LockScreen.ServerLost : LockScreen.LockedUntilSync,
        BlockState.Ended => LockScreen.Ended,
    };

    /// <summary>The masked holder; <c>null</c> when nobody holds the phone or the block cannot be trusted.</summary>
    public string? MaskedHolder => phone.Block.Content?.MaskedHolder;

    /// <summary>What the lost screen says; <c>null</c> when the phone is not lost.</summary>
    public LostScreenText? LostText => phone.Block.Content?.Lost;

    /// <summary>Whether the server still waits for the receipt of the last change.</summary>
    public bool OwesReceipt => phone.Block.Content?.ReceiptOwed ?? false;

    /// <summary>Whether the server still has to learn that a hold was not wanted.</summary>
    public bool OwesDecline => Declined is not null;

    /// <summary>
    /// The hold ticket that was offered and not taken; <c>null</c> when there is none. Only a trusted free block can say that it took none: a phone that is
    /// held, or whose block is damaged, declines nothing.
    /// </summary>
    internal byte[]? Declined => phone.Block.State == BlockState.Free && phone.UserData.Record.Offered is { } offered ? Convert.FromHexString(offered) : null;

    // The trusted block is the one the counter names, so only the user data is left to compare.
    private bool IsSetUp => phone.UserData.Record.Holding is { } holding && phone.Block.Content?.HoldingId is { } held
        && string.Equals(holding, Convert.ToHexStringLower(held), StringComparison.Ordinal);

    // After a wipe there is nothing of it left, and another ticket is needed.
    private bool IsOpen => phone.UserData.Record.Opened is { } opened && phone.Block.Content?.OpenTicketId is { } ticket
        && string.Equals(opened, Convert.ToHexStringLower(ticket), StringComparison.Ordinal);

    /// <summary>A person is about to be asked whether they want this hold. Without an answer, as when the power fails, the answer is no.</summary>
    internal void Offer(VerifiedTicket verified)
    {
        if (phone.Block.State == BlockState.Free)
        {
            phone.UserData.Save(phone.UserData.Record with { Offered = Convert.ToHexStringLower(verified.Ticket.TicketId) });
        }
    }

    /// <summary>The server knows that the offer was declined, or nobody waits for an answer any more.</summary>
    internal void Forget()
    {
        if (phone.UserData.Record.Offered is not null)
        {
            phone.UserData.Save(phone.UserData.Record with { Offered = null });
        }
    }

    /// <summary>Carries out a hold ticket: locked to its holder, and open for them.</summary>
    /// <exception cref="ProtocolException">The phone is already held under another holding.</exception>
    internal void Hold(VerifiedTicket verified, ReadOnlyMemory<byte> signedTicket)
    {
        var ticket = verified.Ticket;
        if (phone.Block.Content?.HoldingId is { } held && !held.AsSpan().SequenceEqual(ticket.HoldingId))
        {
            throw new ProtocolException(ProtocolErrorCode.WrongHolding, "The phone is held under another holding.", "holding_id");
        }

        phone.Block.Move(BlockStep.Hold, After(verified) with
        {
            State = BlockState.Held,
            Epoch = ticket.Epoch,
            HoldingId = ticket.HoldingId,
            MaskedHolder = ticket.MaskedHolder,
            SignedTicket = signedTicket.ToArray(),
            EraseCode = phone.Block.Content?.EraseCode,
        });
    }

    /// <summary>The holder's set-up is complete: from now on the phone runs until it is wiped.</summary>
    public void CompleteSetUp()
    {
        var held = phone.Block.Content?.HoldingId ?? throw new InvalidOperationException("Nobody holds this phone.");
        phone.UserData.Save(phone.UserData.Record with { Holding = Convert.ToHexStringLower(held), Opened = null, Offered = null, Pending = null, Case = null });
    }

    /// <summary>Carries out a ticket to use the phone without an account. It stays nobody's, and can be activated later.</summary>
    internal void Open(VerifiedTicket verified)
    {
        var id = verified.Ticket.TicketId;
        phone.Block.Move(BlockStep.Open, After(verified) with { State = BlockState.Free, Epoch = verified.Ticket.Epoch, OpenTicketId = id, SignedTicket = phone.Block.Content?.SignedTicket });
        phone.UserData.Save(phone.UserData.Record with { Opened = Convert.ToHexStringLower(id), Holding = null, Offered = null, Pending = null });
    }

    /// <summary>Carries out a release ticket: first the decision is stored, then the data goes, then the phone is free.</summary>
    internal void Release(VerifiedTicket verified, ReadOnlyMemory<byte> signedTicket)
    {
        var now = phone.Block.Content ?? throw new InvalidOperationException("The block is not trusted.");
        phone.Block.Move(BlockStep.Release, Still(verified, now) with
        {
            State = BlockState.ReleaseAccepted,
            SignedTicket = SignedTicketCodec.WithoutProof(signedTicket),
            ErasePending = verified.Ticket.Erase is true,
        });
        CompleteRelease();
    }

    /// <summary>Completes a release that was accepted; after a power cut it is simply done again.</summary>
    public void CompleteRelease()
    {
        var now = phone.Block.Content ?? throw new InvalidOperationException("The block is not trusted.");
        if (now.ErasePending)
        {
            phone.UserData.Erase();
        }
        else
        {
            // The data stays with the person who keeps the phone in hand, the former holder's session does not.
            var record = phone.UserData.Record;
            phone.UserData.Save(new UserRecord { Language = record.Language, Consents = record.Consents });
        }

        phone.Block.Move(BlockStep.EraseDone, new BlockContent
        {
            State = BlockState.Free,
            Epoch = now.Epoch + 1,
            SignedTicket = now.SignedTicket,
            LastTicketId = now.LastTicketId,
            ServerGeneration = now.ServerGeneration,
            ServerDigest = now.ServerDigest,
            ReceiptOwed = true,
            Floors = now.Floors,
            RootSerials = now.RootSerials,
        });
    }

    /// <summary>Carries out a lost ticket: locked at once, whatever ran.</summary>
    internal void Lose(VerifiedTicket verified, ReadOnlyMemory<byte> signedTicket)
    {
        var now = phone.Block.Content ?? throw new InvalidOperationException("The block is not trusted.");
        phone.Block.Move(BlockStep.Lose, Still(verified, now) with { State = BlockState.Lost, Lost = TextOf(verified.Ticket), LostTicket = signedTicket.ToArray() });
    }

    /// <summary>Carries out a found ticket. The data stays, and the holder signs in to it again: whoever found the phone must not be let in with them.</summary>
    internal void Find(VerifiedTicket verified)
    {
        var now = phone.Block.Content ?? throw new InvalidOperationException("The block is not trusted.");

        // First, so that a cut in between leaves a lost phone and not an open one.
        phone.UserData.Save(phone.UserData.Record with { Holding = null, RefreshToken = null });
        phone.Block.Move(BlockStep.Find, Still(verified, now) with { State = BlockState.Held });
    }

    /// <summary>All locks end. What is in use stays as it is; data that lay behind the lock goes.</summary>
    internal void End() => phone.EndLock(erase: Screen is not (LockScreen.Running or LockScreen.Open));

    /// <summary>Whether the holder set an erase code.</summary>
    public bool HasEraseCode => phone.Block.Content?.EraseCode is not null;

    /// <summary>Whether an order to erase carries the code that the holder set here, or none was set.</summary>
    internal bool MayErase(VerifiedTicket verified) => phone.Block.Content?.EraseCode?.Fits(verified.Ticket.EraseCode, phone.Identity.Secret) ?? true;

    /// <summary>Keeps another erase code, or none.</summary>
    internal void SetEraseCode(string? code) => phone.Block.Keep(code is null ? null : EraseCodeHash.Of(code, phone.Identity.Secret));

    /// <summary>Carries out a reset or an erase ticket: first the decision is stored, then the data goes. The holder stays, and a lost phone is lost.</summary>
    internal void EraseData(VerifiedTicket verified)
    {
        var now = phone.Block.Content ?? throw new InvalidOperationException("The block is not trusted.");
        phone.Block.Move(
            verified.Ticket.Action == TicketAction.Reset ? BlockStep.Reset : BlockStep.Erase, Still(verified, now) with { State = now.State, Lost = now.Lost, LostTicket = now.LostTicket, ErasePending = true });
        CompleteErase();
    }

    /// <summary>Carries out an unlock ticket as far as it is the block's: the ticket is spent and owed a receipt, the holder stays. The bootloader does the rest.</summary>
    internal void Unlock(VerifiedTicket verified)
    {
        var now = phone.Block.Content ?? throw new InvalidOperationException("The block is not trusted.");
        phone.Block.Move(BlockStep.Unlock, Still(verified, now) with { State = now.State });
    }

    /// <summary>Completes a reset or an erase that was accepted; after a power cut it is simply done again.</summary>
    public void CompleteErase()
    {
        var now = phone.Block.Content ?? throw new InvalidOperationException("The block is not trusted.");
        phone.UserData.Erase();
        phone.Block.Move(BlockStep.DataErased, now with { ErasePending = false });
    }

    /// <summary>Carries out a sync ticket for a block that cannot be trusted.</summary>
    internal void Sync(VerifiedTicket verified, ReadOnlyMemory<byte> signedTicket)
    {
        var ticket = verified.Ticket;
        var (step, state) = ticket.State switch
        {
            TicketState.Held => (BlockStep.SyncHeld, BlockState.Held),
            TicketState.Lost => (BlockStep.SyncLost, BlockState.Lost),
            _ => (BlockStep.SyncFree, BlockState.Free),
        };
        phone.Block.Move(step, After(verified) with
        {
            State = state,
            Epoch = ticket.Epoch,
            HoldingId = ticket.HoldingId,
            MaskedHolder = ticket.MaskedHolder,
            SignedTicket = signedTicket.ToArray(),
            Lost = state == BlockState.Lost ? TextOf(ticket) : null,
            OpenTicketId = state == BlockState.Free ? phone.Block.Content?.OpenTicketId : null,
            LostTicket = state == BlockState.Lost ? signedTicket.ToArray() : null,
            ReceiptOwed = false, // The server told us its own state: there is nothing to tell it back.
        });
    }

    private static LostScreenText TextOf(Ticket ticket) => new(ticket.LostMessage, ticket.LostContact);

    // A ticket under which the same holder goes on holding.
    private BlockContent Still(VerifiedTicket verified, BlockContent now) => After(verified) with
    {
        Epoch = now.Epoch,
        HoldingId = now.HoldingId,
        MaskedHolder = now.MaskedHolder,
        SignedTicket = now.SignedTicket,
        EraseCode = now.EraseCode,
    };

    /// <summary>What every accepted ticket leaves behind: its id, its server generation, and the signer's generation as a floor.</summary>
    private BlockContent After(VerifiedTicket verified)
    {
        var marks = phone.Marks;
        return new BlockContent
        {
            State = phone.Block.State,
            LastTicketId = verified.Ticket.TicketId,
            ServerGeneration = verified.Ticket.ServerGeneration,
            ServerDigest = phone.Server?.Digest,
            ReceiptOwed = true,
            Floors = SignerFloor.Highest(marks.Floors.Append(new SignerFloor((int)verified.Signer.Purpose, verified.Signer.Generation))),
            RootSerials = marks.Serials,
        };
    }
}
