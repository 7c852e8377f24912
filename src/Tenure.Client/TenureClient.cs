using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Tenure.Client.Accounts;
using Tenure.Client.Cases;
using Tenure.Client.Contacts;
using Tenure.Client.Devices;
using Tenure.Client.Flashing;
using Tenure.Client.Sessions;

namespace Tenure.Client;

/// <summary>The API, typed. One instance speaks for one caller; it adds no retries and keeps no state but the access token.</summary>
/// <param name="http">Its <see cref="HttpClient.BaseAddress"/> is the server.</param>
public sealed class TenureClient(HttpClient http)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>The bearer token of the calls that need one; <c>null</c> for anonymous calls.</summary>
    public string? AccessToken { get; set; }

    /// <summary>The language that answers are asked in (BCP 47); <c>null</c> leaves it to the server.</summary>
    public string? Language { get; set; }

    /// <summary>This computer's key; <c>null</c> where none is used. Calls that need a computer are proven by it.</summary>
    public ComputerKey? Computer { get; set; }

    /// <summary>Tokens: native sign-in, device code, evidence, refresh.</summary>
    public SignIn.TokenClient SignIn => field ??= new SignIn.TokenClient(http, () => Language);

    /// <summary>Who the server is.</summary>
    public Task<ServerIdentity> GetIdentityAsync(CancellationToken ct) => GetAsync<ServerIdentity>("/.well-known/tenure", ct);

    /// <summary>Asks for a code at an address.</summary>
    public Task<RegistrationStarted> StartRegistrationAsync(StartRegistration request, CancellationToken ct) =>
        SendAsync<RegistrationStarted>(HttpMethod.Post, "/api/v1/registrations", request, ct);

    /// <summary>Asks for another code in the same registration.</summary>
    public Task<RegistrationStarted> ResendRegistrationAsync(string registration, CancellationToken ct) =>
        SendAsync<RegistrationStarted>(HttpMethod.Post, $"/api/v1/registrations/{Uri.EscapeDataString(registration)}/resend", null, ct);

    /// <summary>Proves the address.</summary>
    public Task VerifyRegistrationAsync(string registration, VerifyRegistration request, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"/api/v1/registrations/{Uri.EscapeDataString(registration)}/verification", request, ct);

    /// <summary>Makes the account.</summary>
    public Task<AccountCreated> CreateAccountAsync(string registration, CreateAccount request, CancellationToken ct) =>
        SendAsync<AccountCreated>(HttpMethod.Post, $"/api/v1/registrations/{Uri.EscapeDataString(registration)}/account", request, ct);

    /// <summary>Asks for a code at an address, to choose a new password.</summary>
    public Task<ResetStarted> StartResetAsync(StartReset request, CancellationToken ct) => SendAsync<ResetStarted>(HttpMethod.Post, "/api/v1/password-resets", request, ct);

    /// <summary>Proves the address.</summary>
    public Task<ResetProven> VerifyResetAsync(string reset, VerifyReset request, CancellationToken ct) =>
        SendAsync<ResetProven>(HttpMethod.Post, $"/api/v1/password-resets/{Uri.EscapeDataString(reset)}/verification", request, ct);

    /// <summary>Sends the code that is the second proof.</summary>
    public Task SendResetProofAsync(string reset, CancellationToken ct) => SendAsync(HttpMethod.Post, $"/api/v1/password-resets/{Uri.EscapeDataString(reset)}/proof-code", null, ct);

    /// <summary>Chooses the new password.</summary>
    public Task ResetPasswordAsync(string reset, ResetPassword request, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"/api/v1/password-resets/{Uri.EscapeDataString(reset)}/password", request, ct);

    /// <summary>The caller's account.</summary>
    public Task<Account> GetAccountAsync(CancellationToken ct) => GetAsync<Account>("/api/v1/account", ct);

    /// <summary>Changes nickname, language, gender or country.</summary>
    public Task<Account> ChangeAccountAsync(ChangeAccount request, CancellationToken ct) =>
        SendAsync<Account>(HttpMethod.Patch, "/api/v1/account", request, ct);

    /// <summary>Shows another picture: JPEG, PNG, WebP or GIF of at most 10 MB and 50 megapixels.</summary>
    public async Task<PictureKept> PutPictureAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        using var body = new ReadOnlyMemoryContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await SendAsync<PictureKept>(HttpMethod.Put, "/api/v1/account/picture", body, ct).ConfigureAwait(false);
    }

    /// <summary>The picture as a JPEG, in one of its sizes (64, 192 or 512 pixels).</summary>
    public async Task<byte[]> GetPictureAsync(int size, CancellationToken ct)
    {
        using var response = await SendCoreAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/api/v1/account/picture?size={size}"), null, ct).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Shows no picture any more.</summary>
    public Task RemovePictureAsync(CancellationToken ct) => SendAsync(HttpMethod.Delete, "/api/v1/account/picture", null, ct);

    /// <summary>Changes the password.</summary>
    public Task ChangePasswordAsync(ChangePassword request, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, "/api/v1/account/password", request, ct);

    /// <summary>How the recovery codes stand.</summary>
    public Task<RecoveryCodeState> GetRecoveryCodesAsync(CancellationToken ct) => GetAsync<RecoveryCodeState>("/api/v1/account/recovery-codes", ct);

    /// <summary>Makes recovery codes; those of before are void.</summary>
    public Task<RecoveryCodesDrawn> DrawRecoveryCodesAsync(DrawRecoveryCodes request, CancellationToken ct) =>
        SendAsync<RecoveryCodesDrawn>(HttpMethod.Post, "/api/v1/account/recovery-codes", request, ct);

    /// <summary>What protects the account now.</summary>
    public Task<Protection> GetProtectionAsync(CancellationToken ct) => GetAsync<Protection>("/api/v1/account/protection", ct);

    /// <summary>Sends the code that is the second proof for an act.</summary>
    public Task<ProofCodeSent> SendProofCodeAsync(SendProofCode request, CancellationToken ct) => SendAsync<ProofCodeSent>(HttpMethod.Post, "/api/v1/account/proof-codes", request, ct);

    /// <summary>Stops release, unlocking and changes of addresses for seven days.</summary>
    public Task FreezeAsync(FreezeAccount request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/account/freeze", request, ct);

    /// <summary>Lifts a freeze.</summary>
    public Task LiftFreezeAsync(LiftFreeze request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/account/freeze/lift", request, ct);

    /// <summary>Asks for a second proof at every sign-in, or no longer.</summary>
    public Task SetAlwaysAskAsync(SetAlwaysAsk request, CancellationToken ct) => SendAsync(HttpMethod.Put, "/api/v1/account/always-ask", request, ct);

    /// <summary>The account's addresses.</summary>
    public Task<IReadOnlyList<Identifier>> GetIdentifiersAsync(CancellationToken ct) => GetAsync<IReadOnlyList<Identifier>>("/api/v1/account/identifiers", ct);

    /// <summary>Asks for a code at an address that is to be added.</summary>
    public Task<IdentifierStarted> AddIdentifierAsync(AddIdentifier request, CancellationToken ct) =>
        SendAsync<IdentifierStarted>(HttpMethod.Post, "/api/v1/account/identifiers", request, ct);

    /// <summary>Asks for another code for the same address.</summary>
    public Task<IdentifierStarted> ResendIdentifierAsync(string id, CancellationToken ct) =>
        SendAsync<IdentifierStarted>(HttpMethod.Post, $"/api/v1/account/identifiers/{Uri.EscapeDataString(id)}/resend", null, ct);

    /// <summary>Adds the address whose code it is.</summary>
    public Task ConfirmIdentifierAsync(string id, ConfirmIdentifier request, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"/api/v1/account/identifiers/{Uri.EscapeDataString(id)}/confirmation", request, ct);

    /// <summary>Takes an address away.</summary>
    public Task RemoveIdentifierAsync(ChangeIdentifier request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/account/identifiers/removal", request, ct);

    /// <summary>Makes an address the first of its kind.</summary>
    public Task MakeIdentifierFirstAsync(ChangeIdentifier request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/account/identifiers/first", request, ct);

    /// <summary>What happened to the account, the latest first, fifty at a time.</summary>
    /// <param name="before">The last one of the page before.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<IReadOnlyList<SecurityEvent>> GetEventsAsync(Guid? before, CancellationToken ct) =>
        GetAsync<IReadOnlyList<SecurityEvent>>(before is null ? "/api/v1/account/events" : $"/api/v1/account/events?before={before}", ct);

    /// <summary>The sessions that are open.</summary>
    public Task<IReadOnlyList<Session>> GetSessionsAsync(CancellationToken ct) => GetAsync<IReadOnlyList<Session>>("/api/v1/sessions", ct);

    /// <summary>Ends one session; the next call with its token is refused with 401.</summary>
    public Task EndSessionAsync(Guid id, CancellationToken ct) => SendAsync(HttpMethod.Delete, $"/api/v1/sessions/{id}", null, ct);

    /// <summary>Ends every session but this one.</summary>
    public Task EndOtherSessionsAsync(CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/sessions/end-others", null, ct);

    /// <summary>The browsers and devices that are spared the code.</summary>
    public Task<IReadOnlyList<SignIn.KnownDevice>> GetKnownDevicesAsync(CancellationToken ct) => GetAsync<IReadOnlyList<SignIn.KnownDevice>>("/api/v1/known-devices", ct);

    /// <summary>Has one of them asked for a code again.</summary>
    public Task ForgetKnownDeviceAsync(string id, CancellationToken ct) => SendAsync(HttpMethod.Delete, $"/api/v1/known-devices/{Uri.EscapeDataString(id)}", null, ct);

    /// <summary>A server nonce for the next evidence.</summary>
    public Task<DeviceNonce> GetDeviceNonceAsync(CancellationToken ct) => SendAsync<DeviceNonce>(HttpMethod.Post, "/api/v1/device/nonce", null, ct);

    /// <summary>Makes a device known; the same key twice is the same device.</summary>
    public Task<DeviceEnrolled> EnrolDeviceAsync(DeviceEvidence request, CancellationToken ct) =>
        SendAsync<DeviceEnrolled>(HttpMethod.Post, "/api/v1/device/enrolment", request, ct);

    /// <summary>Asks for a hold ticket with the holder's token.</summary>
    public Task<DeviceActivated> ActivateDeviceAsync(DeviceEvidence request, CancellationToken ct) =>
        SendAsync<DeviceActivated>(HttpMethod.Post, "/api/v1/device/activation", request, ct);

    /// <summary>Signs out on the phone: a release ticket.</summary>
    public Task<DeviceTicket> ReleaseDeviceAsync(ReleaseDevice request, CancellationToken ct) =>
        SendAsync<DeviceTicket>(HttpMethod.Post, "/api/v1/device/release", request, ct);

    /// <summary>A release ticket for a new challenge while the device is being released.</summary>
    public Task<DeviceTicket> GetReleaseTicketAsync(DeviceEvidence request, CancellationToken ct) =>
        SendAsync<DeviceTicket>(HttpMethod.Post, "/api/v1/device/release-ticket", request, ct);

    /// <summary>A lost or a found ticket, as the device stands.</summary>
    public Task<DeviceTicket> GetLostTicketAsync(DeviceEvidence request, CancellationToken ct) =>
        SendAsync<DeviceTicket>(HttpMethod.Post, "/api/v1/device/lost-ticket", request, ct);

    /// <summary>A reset ticket for the device in hand, with the holder's token.</summary>
    public Task<DeviceTicket> ResetDeviceAsync(ResetDevice request, CancellationToken ct) => SendAsync<DeviceTicket>(HttpMethod.Post, "/api/v1/device/reset", request, ct);

    /// <summary>Says that an erase code is set on the device in hand, or taken away, with the holder's token.</summary>
    public Task SetEraseCodeAsync(SetEraseCode request, CancellationToken ct) => SendAsync(HttpMethod.Put, "/api/v1/device/erase-code", request, ct);

    /// <summary>An erase ticket, when the holder ordered it.</summary>
    public Task<DeviceTicket> GetEraseTicketAsync(DeviceEvidence request, CancellationToken ct) =>
        SendAsync<DeviceTicket>(HttpMethod.Post, "/api/v1/device/erase-ticket", request, ct);

    /// <summary>A ticket to use the device without an account.</summary>
    public Task<DeviceTicket> GetOpenTicketAsync(DeviceEvidence request, CancellationToken ct) =>
        SendAsync<DeviceTicket>(HttpMethod.Post, "/api/v1/device/open-ticket", request, ct);

    /// <summary>Opens a transfer of a device to another account.</summary>
    public Task<DeviceTransferState> OpenTransferAsync(string deviceId, OpenDeviceTransfer request, CancellationToken ct) =>
        SendAsync<DeviceTransferState>(HttpMethod.Post, $"/api/v1/devices/{Uri.EscapeDataString(deviceId)}/transfer", request, ct);

    /// <summary>How it stands.</summary>
    public Task<DeviceTransferState> GetTransferAsync(string deviceId, CancellationToken ct) => GetAsync<DeviceTransferState>($"/api/v1/devices/{Uri.EscapeDataString(deviceId)}/transfer", ct);

    /// <summary>Takes it back.</summary>
    public Task CancelTransferAsync(string deviceId, CancellationToken ct) => SendAsync(HttpMethod.Delete, $"/api/v1/devices/{Uri.EscapeDataString(deviceId)}/transfer", null, ct);

    /// <summary>A code for whoever takes the device.</summary>
    public Task<TransferCode> GetTransferCodeAsync(string deviceId, CancellationToken ct) =>
        SendAsync<TransferCode>(HttpMethod.Post, $"/api/v1/devices/{Uri.EscapeDataString(deviceId)}/transfer/code", null, ct);

    /// <summary>Confirms who takes the device.</summary>
    public Task<DeviceTransferState> ConfirmTransferAsync(string deviceId, ConfirmDeviceTransfer request, CancellationToken ct) =>
        SendAsync<DeviceTransferState>(HttpMethod.Post, $"/api/v1/devices/{Uri.EscapeDataString(deviceId)}/transfer/confirmation", request, ct);

    /// <summary>What is offered by a code.</summary>
    public Task<OfferedDevice> LookAtTransferAsync(LookAtTransfer request, CancellationToken ct) => SendAsync<OfferedDevice>(HttpMethod.Post, "/api/v1/transfers/look", request, ct);

    /// <summary>Says that the caller wants what is offered.</summary>
    public Task AcceptTransferAsync(AcceptTransfer request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/transfers/acceptance", request, ct);

    /// <summary>The receipt of a transfer, for whoever gave or took the device: its log from the confirmation to the activation, with proofs.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="epoch">The epoch that ended with the transfer.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<DeviceLog> GetTransferReceiptAsync(string deviceId, long epoch, CancellationToken ct) =>
        GetAsync<DeviceLog>(string.Create(CultureInfo.InvariantCulture, $"/api/v1/transfers/{Uri.EscapeDataString(deviceId)}/{epoch}/receipt"), ct);

    /// <summary>Objects to a transfer, by the secret in its notice.</summary>
    public Task ObjectToTransferAsync(ObjectToDeviceTransfer request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/transfer-objections", request, ct);

    /// <summary>Digits that the device shows for a status check.</summary>
    public Task<DeviceStatusCode> GetStatusCodeAsync(DeviceEvidence request, CancellationToken ct) =>
        SendAsync<DeviceStatusCode>(HttpMethod.Post, "/api/v1/device/status-code", request, ct);

    /// <summary>How the device stands that shows these digits.</summary>
    public Task<DeviceStatus> CheckStatusAsync(CheckDeviceStatus request, CancellationToken ct) =>
        SendAsync<DeviceStatus>(HttpMethod.Post, "/api/v1/status-checks", request, ct);

    /// <summary>Says what the device did with its last ticket.</summary>
    public Task SendReceiptAsync(DeviceEvidence request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/device/receipt", request, ct);

    /// <summary>Says that the person at the device did not want the hold that was offered.</summary>
    public Task DeclineDeviceAsync(DeviceEvidence request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/device/decline", request, ct);

    /// <summary>A ticket with the server's state, for a bad or older block.</summary>
    public Task<DeviceTicket> SyncDeviceAsync(SyncDevice request, CancellationToken ct) =>
        SendAsync<DeviceTicket>(HttpMethod.Post, "/api/v1/device/sync", request, ct);

    /// <summary>What the server believes of the calling device (a device token).</summary>
    public Task<DeviceState> GetDeviceStateAsync(CancellationToken ct) => GetAsync<DeviceState>("/api/v1/device/state", ct);

    /// <summary>The caller's devices.</summary>
    public Task<IReadOnlyList<HeldDevice>> GetDevicesAsync(CancellationToken ct) => GetAsync<IReadOnlyList<HeldDevice>>("/api/v1/devices", ct);

    /// <summary>One device of the caller.</summary>
    public Task<HeldDevice> GetDeviceAsync(string id, CancellationToken ct) => GetAsync<HeldDevice>($"/api/v1/devices/{Uri.EscapeDataString(id)}", ct);

    /// <summary>A page of the device's log.</summary>
    /// <param name="id">The device.</param>
    /// <param name="from">The sequence of its first entry: 0, or <see cref="DeviceLog.Next"/> of the page before.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="withProofs">Whether each entry comes with the proof that it is in the log of all devices.</param>
    public Task<DeviceLog> GetDeviceLogAsync(string id, long from, CancellationToken ct, bool withProofs = false) =>
        GetAsync<DeviceLog>(string.Create(CultureInfo.InvariantCulture, $"/api/v1/devices/{Uri.EscapeDataString(id)}/log?from={from}{(withProofs ? "&proofs=true" : "")}"), ct);

    /// <summary>The proof that one entry of a device is in the log of all devices; <c>log_not_ready</c> for about a second after it was made.</summary>
    public Task<LogEntryProof> GetEntryProofAsync(string id, long sequence, CancellationToken ct) =>
        GetAsync<LogEntryProof>(string.Create(CultureInfo.InvariantCulture, $"/api/v1/devices/{Uri.EscapeDataString(id)}/log/{sequence}/proof"), ct);

    /// <summary>The last checkpoint of the log of all devices.</summary>
    /// <param name="since">Entries of a checkpoint that the caller has seen: the answer proves that the log grew out of it.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="asDevice">Whether the call carries a device's token, and is not counted for its network.</param>
    public Task<LogCheckpoint> GetCheckpointAsync(long? since, CancellationToken ct, bool asDevice = false) => GetAsync<LogCheckpoint>(
        string.Create(CultureInfo.InvariantCulture, $"{LogPath(asDevice)}/checkpoint{(since is null ? "" : $"?since={since}")}"), ct);

    /// <summary>The proof that the log of one size grew out of that of another.</summary>
    public Task<LogConsistency> GetConsistencyAsync(long from, long to, CancellationToken ct, bool asDevice = false) => GetAsync<LogConsistency>(
        string.Create(CultureInfo.InvariantCulture, $"{LogPath(asDevice)}/consistency?from={from}&to={to}"), ct);

    /// <summary>The device's whole log, page after page.</summary>
    public async IAsyncEnumerable<DeviceLog> ReadDeviceLogAsync(string id, [EnumeratorCancellation] CancellationToken ct, bool withProofs = false)
    {
        for (long? from = 0; from is { } first;)
        {
            var page = await GetDeviceLogAsync(id, first, ct, withProofs).ConfigureAwait(false);
            yield return page;
            // A server that does not move on would be asked for ever.
            from = page.Next > first ? page.Next : null;
        }
    }

    /// <summary>Removes a device; it frees itself at its next contact.</summary>
    public Task<HeldDevice> RemoveDeviceAsync(string id, RemoveDevice request, CancellationToken ct) =>
        SendAsync<HeldDevice>(HttpMethod.Post, $"/api/v1/devices/{Uri.EscapeDataString(id)}/removal", request, ct);

    /// <summary>Marks a device as lost.</summary>
    public Task<HeldDevice> MarkDeviceLostAsync(string id, MarkLost request, CancellationToken ct) =>
        SendAsync<HeldDevice>(HttpMethod.Post, $"/api/v1/devices/{Uri.EscapeDataString(id)}/lost", request, ct);

    /// <summary>Orders that a device erases its data.</summary>
    public Task<HeldDevice> EraseDeviceAsync(string id, EraseDevice request, CancellationToken ct) =>
        SendAsync<HeldDevice>(HttpMethod.Post, $"/api/v1/devices/{Uri.EscapeDataString(id)}/erasure", request, ct);

    /// <summary>Takes that back.</summary>
    public Task<HeldDevice> CancelEraseAsync(string id, CancelErase request, CancellationToken ct) =>
        SendAsync<HeldDevice>(HttpMethod.Post, $"/api/v1/devices/{Uri.EscapeDataString(id)}/erasure/cancellation", request, ct);

    /// <summary>Takes back that a device is removed, while that waits.</summary>
    public Task<HeldDevice> CancelRemovalAsync(string id, CancellationToken ct) =>
        SendAsync<HeldDevice>(HttpMethod.Post, $"/api/v1/devices/{Uri.EscapeDataString(id)}/removal/cancellation", null, ct);

    /// <summary>Says that a device was found.</summary>
    public Task<HeldDevice> MarkDeviceFoundAsync(string id, MarkFound request, CancellationToken ct) =>
        SendAsync<HeldDevice>(HttpMethod.Post, $"/api/v1/devices/{Uri.EscapeDataString(id)}/found", request, ct);

    /// <summary>Takes that back: the device stays lost.</summary>
    public Task<HeldDevice> CancelDeviceFoundAsync(string id, CancellationToken ct) =>
        SendAsync<HeldDevice>(HttpMethod.Post, $"/api/v1/devices/{Uri.EscapeDataString(id)}/found/cancellation", null, ct);

    /// <summary>The computers that are bound to the caller's account, or wait to be.</summary>
    public Task<IReadOnlyList<Computer>> GetComputersAsync(CancellationToken ct) => GetAsync<IReadOnlyList<Computer>>("/api/v1/computers", ct);

    /// <summary>How this computer stands. Proven by <see cref="Computer"/>.</summary>
    public Task<ThisComputer> GetThisComputerAsync(CancellationToken ct) => SendProvenAsync<ThisComputer>(HttpMethod.Get, "/api/v1/computers/this", null, ct);

    /// <summary>Binds this computer. Proven by <see cref="Computer"/>.</summary>
    public Task<Computer> BindComputerAsync(BindComputer request, CancellationToken ct) => SendProvenAsync<Computer>(HttpMethod.Post, "/api/v1/computers", request, ct);

    /// <summary>Takes a computer away.</summary>
    public Task RemoveComputerAsync(string id, CancellationToken ct) => SendAsync(HttpMethod.Delete, $"/api/v1/computers/{Uri.EscapeDataString(id)}", null, ct);

    /// <summary>The packages of firmware that may be used.</summary>
    public Task<IReadOnlyList<Firmware>> GetFirmwareListAsync(CancellationToken ct) => GetAsync<IReadOnlyList<Firmware>>("/api/v1/firmware", ct);

    /// <summary>One package of firmware.</summary>
    public Task<Firmware> GetFirmwareAsync(string digest, CancellationToken ct) => GetAsync<Firmware>($"/api/v1/firmware/{Uri.EscapeDataString(digest)}", ct);

    /// <summary>A package's manifest, as its maker signed it.</summary>
    public async Task<byte[]> GetFirmwareManifestAsync(string digest, CancellationToken ct) =>
        Base64Url.DecodeFromChars((await GetAsync<SignedFirmware>($"/api/v1/firmware/{Uri.EscapeDataString(digest)}/manifest", ct).ConfigureAwait(false)).Manifest);

    /// <summary>Approves that a device is flashed with a package. Proven by <see cref="Computer"/>.</summary>
    public Task<Restore> StartRestoreAsync(StartRestore request, CancellationToken ct) => SendProvenAsync<Restore>(HttpMethod.Post, "/api/v1/restores", request, ct);

    /// <summary>The restores of the account, the latest first.</summary>
    public Task<IReadOnlyList<Restore>> GetRestoresAsync(CancellationToken ct) => GetAsync<IReadOnlyList<Restore>>("/api/v1/restores", ct);

    /// <summary>One restore.</summary>
    public Task<Restore> GetRestoreAsync(Guid id, CancellationToken ct) => GetAsync<Restore>($"/api/v1/restores/{id}", ct);

    /// <summary>Ends a restore.</summary>
    public Task CancelRestoreAsync(Guid id, CancellationToken ct) => SendAsync(HttpMethod.Delete, $"/api/v1/restores/{id}", null, ct);

    /// <summary>Allows a workshop one restore of a device of the caller's.</summary>
    public Task<WorkshopConsent> AllowWorkshopAsync(AllowWorkshop request, CancellationToken ct) => SendAsync<WorkshopConsent>(HttpMethod.Post, "/api/v1/restores/consents", request, ct);

    /// <summary>Begins what a holder allowed a workshop. Proven by <see cref="Computer"/>.</summary>
    public Task<Restore> TakeConsentAsync(TakeConsent request, CancellationToken ct) => SendProvenAsync<Restore>(HttpMethod.Post, "/api/v1/restores/consented", request, ct);

    /// <summary>Binds this computer to a workshop. Proven by <see cref="Computer"/>.</summary>
    public Task<WorkshopBinding> BindWorkshopComputerAsync(BindWorkshopComputer request, CancellationToken ct) => SendProvenAsync<WorkshopBinding>(HttpMethod.Post, "/api/v1/computers/workshop", request, ct);

    /// <summary>Removes a computer from a workshop.</summary>
    public Task RemoveWorkshopComputerAsync(RemoveWorkshopComputer request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/computers/workshop/removal", request, ct);

    /// <summary>Adds a person to a workshop whose head the caller is.</summary>
    public Task AddWorkshopMemberAsync(AddWorkshopMember request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/workshops/members", request, ct);

    /// <summary>Removes a person from a workshop whose head the caller is.</summary>
    public Task RemoveWorkshopMemberAsync(RemoveWorkshopMember request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/workshops/members/removal", request, ct);

    /// <summary>A flash ticket for one start of the device: evidence of purpose flash. Proven by <see cref="Computer"/>.</summary>
    public Task<DeviceTicket> GetFlashTicketAsync(Guid id, DeviceEvidence request, CancellationToken ct) => SendProvenAsync<DeviceTicket>(HttpMethod.Post, $"/api/v1/restores/{id}/tickets", request, ct);

    /// <summary>What came of a flash ticket: evidence of purpose flashed. Nobody needs to be signed in.</summary>
    public Task SendFlashReceiptAsync(Guid id, DeviceEvidence request, CancellationToken ct) => SendAsync(HttpMethod.Post, $"/api/v1/restores/{id}/receipts", request, ct);

    /// <summary>How the unlocking of a device stands.</summary>
    public Task<DeviceUnlock> GetUnlockAsync(string id, CancellationToken ct) => GetAsync<DeviceUnlock>($"/api/v1/devices/{Uri.EscapeDataString(id)}/unlock", ct);

    /// <summary>Applies to have a device's bootloader unlocked.</summary>
    public Task<DeviceUnlock> ApplyUnlockAsync(string id, ApplyUnlock request, CancellationToken ct) =>
        SendAsync<DeviceUnlock>(HttpMethod.Post, $"/api/v1/devices/{Uri.EscapeDataString(id)}/unlock", request, ct);

    /// <summary>Takes that back.</summary>
    public Task CancelUnlockAsync(string id, CancellationToken ct) => SendAsync(HttpMethod.Delete, $"/api/v1/devices/{Uri.EscapeDataString(id)}/unlock", null, ct);

    /// <summary>An unlock ticket: evidence of purpose unlock, and the password.</summary>
    public Task<DeviceTicket> GetUnlockTicketAsync(string id, TakeUnlock request, CancellationToken ct) =>
        SendAsync<DeviceTicket>(HttpMethod.Post, $"/api/v1/devices/{Uri.EscapeDataString(id)}/unlock/tickets", request, ct);

    /// <summary>How the deletion of the account stands, and what is in its way.</summary>
    public Task<Deletion> GetDeletionAsync(CancellationToken ct) => GetAsync<Deletion>("/api/v1/account/deletion", ct);

    /// <summary>Has the account deleted.</summary>
    public Task<DeletionAsked> AskDeletionAsync(AskDeletion request, CancellationToken ct) => SendAsync<DeletionAsked>(HttpMethod.Post, "/api/v1/account/deletion", request, ct);

    /// <summary>Keeps the account after all.</summary>
    public Task CallOffDeletionAsync(CancellationToken ct) => SendAsync(HttpMethod.Delete, "/api/v1/account/deletion", null, ct);

    /// <summary>How the export of the account stands.</summary>
    public Task<Export> GetExportAsync(CancellationToken ct) => GetAsync<Export>("/api/v1/account/export", ct);

    /// <summary>Has everything about the account put into an archive.</summary>
    public Task AskExportAsync(AskExport request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/account/export", request, ct);

    /// <summary>Fetches the archive, once: it is copied as it comes.</summary>
    public async Task FetchExportAsync(FetchExport request, Stream to, CancellationToken ct)
    {
        using var response = await SendCoreAsync(HttpMethod.Post, "/api/v1/account/export/file", request, ct, wait: HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        await response.Content.CopyToAsync(to, ct).ConfigureAwait(false);
    }

    /// <summary>Throws the archive away.</summary>
    public Task DiscardExportAsync(CancellationToken ct) => SendAsync(HttpMethod.Delete, "/api/v1/account/export", null, ct);

    /// <summary>Lets a sealed device go with its release code.</summary>
    public Task<SealBroken> BreakSealAsync(BreakSeal request, CancellationToken ct) => SendAsync<SealBroken>(HttpMethod.Post, "/api/v1/sealed-devices/release", request, ct);

    private static string LogPath(bool asDevice) => asDevice ? "/api/v1/device/log" : "/api/v1/log";

    /// <summary>Opens a case: a draft, whose contact address gets a code.</summary>
    public Task<CaseOpened> OpenCaseAsync(OpenCase request, CancellationToken ct) => SendAsync<CaseOpened>(HttpMethod.Post, "/api/v1/cases", request, ct);

    /// <summary>Asks for a new link to a case, for whoever lost theirs; the answer is the same whether or not there is such a case.</summary>
    /// <exception cref="TenureProblemException">The server refused.</exception>
    public Task SendCaseLinkAsync(SendCaseLink request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/cases/link", request, ct);

    /// <summary>Takes a new link to a case into use: until then it opens nothing, and from then on the one before does not.</summary>
    /// <inheritdoc cref="GetCaseAsync"/>
    public Task UseCaseLinkAsync(string number, string secret, CancellationToken ct) => SendToCaseAsync(number, secret, "/link", null, ct);

    /// <summary>How a case stands.</summary>
    /// <param name="number">The case.</param>
    /// <param name="secret">Its secret.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<CaseStatus> GetCaseAsync(string number, string secret, CancellationToken ct)
    {
        using var response = await SendCoreAsync(HttpMethod.Get, CasePath(number, ""), null, ct, caseSecret: secret).ConfigureAwait(false);
        return await response.Content.ReadFromJsonAsync<CaseStatus>(Json, ct).ConfigureAwait(false) ?? throw new JsonException("The server answered without a body.");
    }

    /// <summary>Proves the contact address of a case.</summary>
    /// <inheritdoc cref="GetCaseAsync"/>
    public Task ProveCaseContactAsync(string number, string secret, ProveCaseContact request, CancellationToken ct) => SendToCaseAsync(number, secret, "/contact", request, ct);

    /// <summary>Sends another code to the contact address of a case.</summary>
    /// <inheritdoc cref="GetCaseAsync"/>
    public Task SendCaseCodeAsync(string number, string secret, CancellationToken ct) => SendToCaseAsync(number, secret, "/code", null, ct);

    /// <summary>Shows that a device is at hand.</summary>
    /// <inheritdoc cref="GetCaseAsync"/>
    public Task ProveCaseDeviceAsync(string number, string secret, ProveCaseDevice request, CancellationToken ct) => SendToCaseAsync(number, secret, "/device", request, ct);

    /// <summary>Writes to the agents of a case.</summary>
    /// <inheritdoc cref="GetCaseAsync"/>
    public Task WriteToCaseAsync(string number, string secret, WriteToCase request, CancellationToken ct) => SendToCaseAsync(number, secret, "/messages", request, ct);

    /// <summary>Hands a case in.</summary>
    /// <inheritdoc cref="GetCaseAsync"/>
    public Task SubmitCaseAsync(string number, string secret, CancellationToken ct) => SendToCaseAsync(number, secret, "/submission", null, ct);

    /// <summary>Takes a case back.</summary>
    /// <inheritdoc cref="GetCaseAsync"/>
    public Task WithdrawCaseAsync(string number, string secret, CancellationToken ct) => SendToCaseAsync(number, secret, "/withdrawal", null, ct);

    /// <summary>Takes a granted recovery.</summary>
    /// <inheritdoc cref="GetCaseAsync"/>
    public Task TakeRecoveryAsync(string number, string secret, TakeRecovery request, CancellationToken ct) => SendToCaseAsync(number, secret, "/password", request, ct);

    /// <summary>The cases of others about the caller's account and devices.</summary>
    public Task<IReadOnlyList<CaseAboutMe>> GetCasesAboutMeAsync(CancellationToken ct) => GetAsync<IReadOnlyList<CaseAboutMe>>("/api/v1/account/cases", ct);

    /// <summary>Objects to one of them.</summary>
    public Task SayMineAsync(string number, SayMine request, CancellationToken ct) => SendAsync(HttpMethod.Post, $"/api/v1/account/cases/{Uri.EscapeDataString(number)}/objection", request, ct);

    /// <summary>Ends a recovery case with two proofs.</summary>
    public Task EndRecoveryAsync(string number, EndRecovery request, CancellationToken ct) => SendAsync(HttpMethod.Post, $"/api/v1/account/cases/{Uri.EscapeDataString(number)}/end", request, ct);

    /// <summary>Writes to the holder of a phone that one has in hand.</summary>
    public Task<ContactOpened> OpenContactAsync(OpenContact request, CancellationToken ct) => SendAsync<ContactOpened>(HttpMethod.Post, "/api/v1/contacts", request, ct);

    /// <summary>A conversation, as who has the phone sees it.</summary>
    /// <param name="secret">Of <see cref="ContactOpened"/>.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<FinderContact> GetContactAsync(string secret, CancellationToken ct)
    {
        using var response = await SendCoreAsync(HttpMethod.Get, "/api/v1/contacts/mine", null, ct, contactSecret: secret).ConfigureAwait(false);
        return await response.Content.ReadFromJsonAsync<FinderContact>(Json, ct).ConfigureAwait(false) ?? throw new JsonException("The server answered without a body.");
    }

    /// <summary>Writes once more to the holder.</summary>
    /// <inheritdoc cref="GetContactAsync"/>
    public async Task WriteContactAsync(string secret, WriteContact request, CancellationToken ct)
    {
        using var response = await SendCoreAsync(HttpMethod.Post, "/api/v1/contacts/mine/messages", request, ct, contactSecret: secret).ConfigureAwait(false);
    }

    /// <summary>What those wrote who have a phone of the caller's account.</summary>
    public Task<IReadOnlyList<HolderContact>> GetContactsAsync(CancellationToken ct) => GetAsync<IReadOnlyList<HolderContact>>("/api/v1/account/contacts", ct);

    /// <summary>Answers one of them.</summary>
    public Task AnswerContactAsync(string id, WriteContact request, CancellationToken ct) => SendAsync(HttpMethod.Post, $"/api/v1/account/contacts/{Uri.EscapeDataString(id)}/messages", request, ct);

    /// <summary>Hears nothing more of who has this phone, or does again.</summary>
    public Task BlockContactAsync(string id, BlockContact request, CancellationToken ct) => SendAsync(HttpMethod.Put, $"/api/v1/account/contacts/{Uri.EscapeDataString(id)}/block", request, ct);

    /// <summary>Shows a conversation to those who run the server.</summary>
    public Task ReportContactAsync(string id, CancellationToken ct) => SendAsync(HttpMethod.Post, $"/api/v1/account/contacts/{Uri.EscapeDataString(id)}/report", null, ct);

    /// <summary>The cases of others about the account that holds the calling device.</summary>
    /// <param name="request">Evidence of purpose <c>case</c>, of a device whose screen is unlocked.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<IReadOnlyList<CaseAboutMe>> GetCasesOnDeviceAsync(DeviceEvidence request, CancellationToken ct) => SendAsync<IReadOnlyList<CaseAboutMe>>(HttpMethod.Post, "/api/v1/device/cases", request, ct);

    /// <summary>Objects, on the device, to the case that the evidence names.</summary>
    public Task ObjectOnDeviceAsync(DeviceEvidence request, CancellationToken ct) => SendAsync(HttpMethod.Post, "/api/v1/device/cases/objection", request, ct);

    private static string CasePath(string number, string what) => $"/api/v1/cases/{Uri.EscapeDataString(number)}{what}";

    private async Task SendToCaseAsync(string number, string secret, string what, object? body, CancellationToken ct)
    {
        using var response = await SendCoreAsync(HttpMethod.Post, CasePath(number, what), body, ct, caseSecret: secret).ConfigureAwait(false);
    }

    private Task<T> GetAsync<T>(string path, CancellationToken ct) => SendAsync<T>(HttpMethod.Get, path, null, ct);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken ct)
    {
        using var response = await SendCoreAsync(method, path, body, ct).ConfigureAwait(false);
        return await response.Content.ReadFromJsonAsync<T>(Json, ct).ConfigureAwait(false)
            ?? throw new JsonException($"The server answered {path} without a body.");
    }

    // A nonce for each proof, and one proof a request.
    private async Task<T> SendProvenAsync<T>(HttpMethod method, string path, object? body, CancellationToken ct)
    {
        var (key, token) = (Computer ?? throw new InvalidOperationException("There is no key of this computer."), AccessToken ?? "");
        var bytes = body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Json);
        var nonce = await GetDeviceNonceAsync(ct).ConfigureAwait(false);
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var proof = key.Prove(method.Method, new Uri(http.BaseAddress!, path), nonce.Nonce, token, bytes, TimeProvider.System.GetUtcNow());
        using var response = await SendCoreAsync(method, path, body is null ? null : content, ct, proof).ConfigureAwait(false);
        return await response.Content.ReadFromJsonAsync<T>(Json, ct).ConfigureAwait(false)
            ?? throw new JsonException($"The server answered {path} without a body.");
    }

    private async Task SendAsync(HttpMethod method, string path, object? body, CancellationToken ct)
    {
        using var response = await SendCoreAsync(method, path, body, ct).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendCoreAsync(HttpMethod method, string path, object? body, CancellationToken ct, string? proof = null, string? caseSecret = null, string? contactSecret = null, HttpCompletionOption wait = HttpCompletionOption.ResponseContentRead)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = body as HttpContent ?? JsonContent.Create(body, body.GetType(), options: Json);
        }

        if (caseSecret is not null)
        {
            request.Headers.Add("Case-Secret", caseSecret);
        }

        if (contactSecret is not null)
        {
            request.Headers.Add("Contact-Secret", contactSecret);
        }

        if (AccessToken is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (proof is not null)
        {
            request.Headers.Add(ComputerKey.Header, proof);
        }

        if (Language is { } language)
        {
            request.Headers.AcceptLanguage.ParseAdd(language);
        }

        var response = await http.SendAsync(request, wait, ct).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await Refusals.ReadAsync(response, ct).ConfigureAwait(false);
        }
    }
}
