using System.ComponentModel.DataAnnotations;

namespace Tenure.Client.Accounts;

/// <summary>Asks for a code at an e-mail address or a mobile number, one of the two; the answer is the same whether or not it has an account.</summary>
/// <param name="Email">The address, 3 to 254 characters with one <c>@</c>.</param>
/// <param name="Language">BCP 47 tag of the language to write in; the request's own when absent.</param>
/// <param name="Phone">The number with <c>+</c> and country, or as it is dialled in <paramref name="Country"/>.</param>
/// <param name="Country">ISO 3166-1 alpha-2 code, for a number without <c>+</c>.</param>
public sealed record StartRegistration(
    [property: StringLength(254, MinimumLength = 3)] string? Email = null,
    [property: StringLength(35)] string? Language = null,
    [property: StringLength(40, MinimumLength = 3)] string? Phone = null,
    [property: StringLength(8)] string? Country = null);

/// <summary>A registration that waits for its code.</summary>
/// <param name="Registration">Opaque id of the registration: who knows it may go on with it.</param>
/// <param name="ExpiresAt">When the code stops working.</param>
/// <param name="ResendAt">From when a new code may be asked for.</param>
public sealed record RegistrationStarted(string Registration, DateTimeOffset ExpiresAt, DateTimeOffset ResendAt);

/// <summary>Proves the address with the code that was sent to it.</summary>
/// <param name="Code">Of the latest message: six digits, or twelve; five tries.</param>
public sealed record VerifyRegistration([property: Required, StringLength(16, MinimumLength = 1)] string Code);

/// <summary>Asks for a code to choose a new password for a forgotten one; the answer is the same whether or not the address has an account.</summary>
/// <param name="Address">An e-mail address of the account, or a phone number that begins with <c>+</c>.</param>
public sealed record StartReset([property: Required(AllowEmptyStrings = true), StringLength(1024)] string Address);

/// <summary>A reset that waits for its code.</summary>
/// <param name="Reset">Opaque id of the reset: who knows it may go on with it.</param>
/// <param name="ExpiresAt">When the code stops working.</param>
public sealed record ResetStarted(string Reset, DateTimeOffset ExpiresAt);

/// <summary>Proves the address with the code that was sent to it.</summary>
/// <param name="Code">Of the latest message: six digits, or twelve; five tries.</param>
public sealed record VerifyReset([property: Required, StringLength(16, MinimumLength = 1)] string Code);

/// <summary>What is asked for next.</summary>
/// <param name="NeedsSecondProof">Whether the account has a second proof that must be shown: a recovery code, or a code at another address.</param>
/// <param name="ProofCode">Kind of the address that a code for it can be sent to, <c>email</c> or <c>phone</c>; <c>null</c> when there is none.</param>
/// <param name="ShortestPassword">Fewest characters of the new password.</param>
/// <param name="ExpiresAt">Until when the password can be chosen.</param>
public sealed record ResetProven(bool NeedsSecondProof, string? ProofCode, int ShortestPassword, DateTimeOffset ExpiresAt);

/// <summary>Chooses the new password. Every session of the account ends.</summary>
/// <param name="Password">15 to 128 characters of any kind; 8 are enough for an account that always asks for a second proof.</param>
/// <param name="Code">The second proof, where one is needed: a recovery code, or the code that was sent to another address.</param>
public sealed record ResetPassword(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: StringLength(200)] string? Code = null);

/// <summary>Completes a verified registration.</summary>
/// <param name="Password">15 to 128 characters of any kind.</param>
/// <param name="Nickname">How the person wants to be called, up to 40 characters; optional.</param>
/// <param name="Language">BCP 47 tag of the language the person reads; optional.</param>
public sealed record CreateAccount(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: StringLength(200)] string? Nickname = null,
    [property: StringLength(35)] string? Language = null);

/// <summary>The account that came to be.</summary>
/// <param name="AccountNumber">Ten digits.</param>
/// <param name="KnownDevice">A secret that spares this device the code at its next sign-in; 30 days.</param>
public sealed record AccountCreated(string AccountNumber, string KnownDevice);

/// <summary>The caller's own account.</summary>
/// <param name="Number">Ten digits.</param>
/// <param name="Nickname">How the person wants to be called; <c>null</c> when not said.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Email">The first e-mail address; <c>null</c> when there is none.</param>
/// <param name="CreatedAt">When the account was made (UTC).</param>
/// <param name="Gender"><c>female</c>, <c>male</c>, or the person's own words; <c>null</c> when not said.</param>
/// <param name="Country">ISO 3166-1 alpha-2 code; <c>null</c> when not said.</param>
/// <param name="Picture">Names the picture that <c>GET /api/v1/account/picture</c> gives and changes with it; <c>null</c> when there is none.</param>
/// <param name="Phone">The first phone number, in E.164; <c>null</c> when there is none.</param>
public sealed record Account(
    string Number, string? Nickname, string Language, string? Email, DateTimeOffset CreatedAt, string? Gender = null, string? Country = null, string? Picture = null,
    string? Phone = null);

/// <summary>Changes what is given and leaves the rest.</summary>
/// <param name="Nickname">Up to 40 characters; empty takes it away.</param>
/// <param name="Language">One of the languages that pages are written in.</param>
/// <param name="Gender"><c>female</c>, <c>male</c>, or up to 40 characters of one's own; empty takes it away.</param>
/// <param name="Country">ISO 3166-1 alpha-2 code; empty takes it away.</param>
public sealed record ChangeAccount(
    [property: StringLength(200)] string? Nickname = null,
    [property: StringLength(35)] string? Language = null,
    [property: StringLength(200)] string? Gender = null,
    [property: StringLength(8)] string? Country = null);

/// <summary>An address of the caller's account.</summary>
/// <param name="Kind"><c>email</c> or <c>phone</c>.</param>
/// <param name="Value">The address, or the number in E.164.</param>
/// <param name="First">Whether it is the first of its kind: codes go there.</param>
/// <param name="AddedAt">When it came into the account (UTC).</param>
/// <param name="VerifiedAt">When it was last proven (UTC).</param>
/// <param name="IsProof">Whether codes sent there prove anything; a phone number has to be proven again every 365 days.</param>
public sealed record Identifier(string Kind, string Value, bool First, DateTimeOffset AddedAt, DateTimeOffset VerifiedAt, bool IsProof);

/// <summary>Asks for a code at an address that is to be added, or proven again.</summary>
/// <param name="Address">An e-mail address, or a mobile number that begins with <c>+</c>.</param>
/// <param name="Password">The account's password.</param>
public sealed record AddIdentifier(
    [property: Required(AllowEmptyStrings = true), StringLength(1024)] string Address,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password);

/// <summary>An address that waits for its code.</summary>
/// <param name="Id">Opaque; worth something only in the session that asked.</param>
/// <param name="ExpiresAt">When the code stops working.</param>
/// <param name="ResendAt">From when a new code may be asked for.</param>
public sealed record IdentifierStarted(string Id, DateTimeOffset ExpiresAt, DateTimeOffset ResendAt);

/// <summary>The code that was sent to the address.</summary>
/// <param name="Code">Six digits, or twelve; five tries.</param>
public sealed record ConfirmIdentifier([property: Required, StringLength(16, MinimumLength = 1)] string Code);

/// <summary>One of the account's addresses, and the password that allows to change it.</summary>
/// <param name="Address">As the list gives it.</param>
/// <param name="Password">The account's password.</param>
public sealed record ChangeIdentifier(
    [property: Required(AllowEmptyStrings = true), StringLength(1024)] string Address,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password);

/// <summary>The picture that was made of what was sent.</summary>
/// <param name="Picture">Changes with the picture.</param>
/// <param name="Sizes">Sides in pixels in which it can be had.</param>
public sealed record PictureKept(string Picture, IReadOnlyList<int> Sizes);

/// <summary>Changes the password; ends every other session.</summary>
public sealed record ChangePassword(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Current,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string New);

/// <summary>How the recovery codes stand.</summary>
/// <param name="Left">How many still work, 0 to 2.</param>
/// <param name="MadeAt">When they were made (UTC); <c>null</c> when none ever were.</param>
public sealed record RecoveryCodeState(int Left, DateTimeOffset? MadeAt);

/// <summary>Makes recovery codes; those of before are void.</summary>
/// <param name="Password">The password, once more. Enough when none works any more.</param>
/// <param name="Code">Needed while some work: a code by mail (purpose <c>recoveryCodes</c>), or a recovery code older than 72 hours.</param>
/// <param name="Transaction">Of the code by mail; absent for a recovery code.</param>
public sealed record DrawRecoveryCodes(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: StringLength(100)] string? Code = null,
    [property: StringLength(100)] string? Transaction = null);

/// <summary>The codes that were made, this once.</summary>
/// <param name="Codes">Two, of 28 characters in groups of four; hyphens and case do not matter.</param>
public sealed record RecoveryCodesDrawn(IReadOnlyList<string> Codes);

/// <summary>What protects the account now.</summary>
/// <param name="AlwaysAsk">Whether every sign-in asks for a second proof.</param>
/// <param name="FrozenUntil">Until when release, unlocking and changes of addresses are stopped; <c>null</c> when they are not.</param>
/// <param name="QuietUntil">Until when they wait because a way into the account is new; <c>null</c> when none is.</param>
public sealed record Protection(bool AlwaysAsk, DateTimeOffset? FrozenUntil, DateTimeOffset? QuietUntil);

/// <summary>Asks for a code by mail as the second proof for one act in this session.</summary>
/// <param name="Purpose"><c>freeze</c>, <c>liftFreeze</c>, <c>alwaysAskOff</c>, <c>recoveryCodes</c>, <c>deviceLost</c>, <c>deviceFound</c> or <c>deviceErase</c>.</param>
public sealed record SendProofCode([property: Required, StringLength(32)] string Purpose);

/// <summary>The code is on its way; ten minutes, five tries.</summary>
/// <param name="Transaction">Give it back with the code.</param>
public sealed record ProofCodeSent(string Transaction);

/// <summary>Freezes the account for seven days. Empty unless <c>freeze_limited</c> was the answer: then with two proofs, as <see cref="LiftFreeze"/>.</summary>
public sealed record FreezeAccount(
    [property: StringLength(4096)] string? Password = null, [property: StringLength(100)] string? Transaction = null, [property: StringLength(100)] string? Code = null);

/// <summary>Lifts a freeze with two proofs.</summary>
/// <param name="Password">The password, once more.</param>
/// <param name="Code">The code by mail, or a recovery code.</param>
/// <param name="Transaction">Of the code by mail; absent for a recovery code.</param>
public sealed record LiftFreeze(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: StringLength(100)] string? Transaction = null);

/// <summary>Asks for a second proof at every sign-in, or no longer.</summary>
/// <param name="On">Whether to ask always. Off needs <paramref name="Code"/> as well, and a password of 15 characters.</param>
/// <param name="Password">The password, once more.</param>
/// <param name="Code">A code by mail (purpose <c>alwaysAskOff</c>), or a recovery code.</param>
/// <param name="Transaction">Of the code by mail; absent for a recovery code.</param>
public sealed record SetAlwaysAsk(
    bool On,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: StringLength(100)] string? Code = null,
    [property: StringLength(100)] string? Transaction = null);

/// <summary>Something that happened to the account.</summary>
/// <param name="Id">Grows with time; give the last one as <c>before</c> to get what was before it.</param>
/// <param name="Kind">Such as <c>signedIn</c>, <c>passwordChanged</c>, <c>sessionEnded</c>.</param>
/// <param name="At">When.</param>
/// <param name="Client">What the client called itself; never trusted.</param>
/// <param name="Network">Where it came from, such as <c>192.0.2.0/24</c>.</param>
/// <param name="Detail">What the kind needs; an address is masked.</param>
public sealed record SecurityEvent(Guid Id, string Kind, DateTimeOffset At, string? Client, string? Network, string? Detail);
