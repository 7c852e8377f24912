using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Addresses;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;
using Account = Tenure.Domain.Accounts.Account;
using Identifier = Tenure.Domain.Accounts.Identifier;

namespace Tenure.Server.Accounts;

/// <summary>Completes a proven registration: the account, its first identifier, and the device that it was made on as a known one.</summary>
internal sealed class CompleteRegistration(
    TenureDb db, PasswordPolicy policy, PasswordHasher passwords, KnownDevices devices, Tombstones tombstones, SecurityEvents events, TimeProvider clock, AccountLog log)
{
    // Taken numbers are one in a thousand million for each account there is; lost races end at the first look after them.
    private const int MostTries = 8;

    public static void Map(IEndpointRouteBuilder registrations) => registrations
        .MapPost("/{id}/account", async Task<Results<Created<AccountCreated>, RefusalResult>> (
            string id, CreateAccount request, HttpContext context, CompleteRegistration complete, CancellationToken ct) =>
        {
            var answer = await complete.ExecuteAsync(id, new ChosenAccount(request.Password, request.Nickname, request.Language, context.CallerName), ct);
            return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Created("/api/v1/account", answer.Value.ToContract());
        })
        .WithSummary("Make the account");

    /// <param name="id">The registration.</param>
    /// <param name="chosen">What the person chose.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<NewAccount>> ExecuteAsync(string id, ChosenAccount chosen, CancellationToken ct)
    {
        if ((WellFormedText.Check(chosen.Password, "password") ?? WellFormedText.Check(chosen.Nickname, "nickname") ?? WellFormedText.Check(chosen.Language, "language")) is { } malformed)
        {
            return malformed;
        }

        var key = Codes.KeyOf(id);
        var found = await FindVerifiedAsync(key, ct);
        if (found.Refusal is { } unready)
        {
            return unready;
        }

        if (Read(chosen, found.Value, out var profile) is { } refusal)
        {
            return refusal;
        }

        // Hashed outside of any transaction: it takes longer than all of them.
        var hash = await passwords.HashAsync(chosen.Password, ct);
        if (hash.Refusal is { } busy)
        {
            return busy;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryOnceAsync(key, hash.Value, profile, ct);
            }
            catch (DbUpdateException) when (attempt < MostTries)
            {
                // Somebody was first: with this registration, this address or this number. The next look says which.
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<Answer<NewAccount>> TryOnceAsync(byte[] key, string passwordHash, Profile profile, CancellationToken ct)
    {
        var found = await FindVerifiedAsync(key, ct);
        if (found.Refusal is { } unready)
        {
            return unready;
        }

        var registration = found.Value;
        var now = clock.GetUtcNow();
        if (await db.IsKnownAsync(registration.Address, now, ct))
        {
            return AccountRefusals.AddressTaken;
        }

        if (registration.Complete(now) is { } over)
        {
            return over;
        }

        var account = Account.Create(new AccountId(Guid.CreateVersion7(now)), await DrawNumberAsync(ct), passwordHash, profile.Nickname, profile.Language, now);
        db.Accounts.Add(account);
        db.Identifiers.Add(Identifier.Of(registration.Address, account.Id, registration.VerifiedAt ?? now));
        events.Record(account.Id, SecurityEventKind.AccountCreated);
        var secret = devices.Add(account.Id, profile.Device);
        await db.SaveChangesAsync(ct);
        log.AccountCreated(account.Id);
        return new NewAccount(new SessionGround.Password(account.Id, account.PasswordChosenAt), account.Number, secret);
    }

    // Not one that was somebody's until lately: who types it means them.
    private async Task<AccountNumber> DrawNumberAsync(CancellationToken ct)
    {
        while (true)
        {
            var number = AccountNumber.Draw();
            if (await tombstones.FindAsync(number, ct) is null)
            {
                return number;
            }
        }
    }

    private async Task<Answer<Registration>> FindVerifiedAsync(byte[] key, CancellationToken ct)
    {
        if (await db.Registrations.FirstOrDefaultAsync(r => r.Key == key, ct) is not { } registration)
        {
            return AccountRefusals.RegistrationNotFound;
        }

        return registration.CheckVerified(clock.GetUtcNow()) is { } refusal ? refusal : registration;
    }

    private Refusal? Read(ChosenAccount chosen, Registration registration, out Profile profile)
    {
        var spoken = registration.Language;
        profile = new Profile(null, spoken, null);
        if (Nickname.Read(chosen.Nickname, out var name) is { } unreadable)
        {
            return unreadable;
        }

        if (chosen.Language is not null && Languages.Read(chosen.Language, out spoken) is { } unknown)
        {
            return unknown;
        }

        profile = new Profile(name, spoken, ShortText.Cut(chosen.Device, KnownDevices.LongestName));
        return policy.Check(chosen.Password, new PersonalWords([registration.Address], Number: null, name));
    }

    /// <summary>What a person chose, not read yet.</summary>
    /// <param name="Password">The password.</param>
    /// <param name="Nickname">Blank is none.</param>
    /// <param name="Language">One of <see cref="Languages.All"/>; the registration's own when absent.</param>
    /// <param name="Device">What the browser or device calls itself.</param>
    internal sealed record ChosenAccount(string Password, string? Nickname, string? Language, string Device);

    /// <summary>The account that came to be.</summary>
    /// <param name="Ground">For the page that signs its person in at once.</param>
    /// <param name="Number">What the person should write down.</param>
    /// <param name="KnownDevice">The secret of the device that it was made on.</param>
    internal sealed record NewAccount(SessionGround Ground, AccountNumber Number, string KnownDevice)
    {
        public AccountCreated ToContract() => new(Number.Value, KnownDevice);
    }

    private sealed record Profile(string? Nickname, string Language, string? Device);
}
