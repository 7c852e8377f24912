using System.ComponentModel.DataAnnotations;

namespace Tenure.Client.Cases;

/// <summary>Opens a case. The answer is the same whether or not there is such an account or device.</summary>
/// <param name="Kind"><c>recovery</c> of an account, or <c>release</c> of a device.</param>
/// <param name="Contact">An e-mail address at which the person is reached; a code goes there.</param>
/// <param name="Identifier">Recovery: account number, e-mail address or phone number of the account. Release: id, serial number or IMEI of the device, unless <paramref name="Evidence"/> says it.</param>
/// <param name="Evidence">Release from the device itself: evidence of purpose <c>case</c>.</param>
/// <param name="Language">BCP 47 tag of the language to write in; the request's own when absent.</param>
public sealed record OpenCase(
    [property: Required(AllowEmptyStrings = true), StringLength(16)] string Kind,
    [property: Required(AllowEmptyStrings = true), StringLength(254)] string Contact,
    [property: StringLength(1024)] string? Identifier = null,
    [property: StringLength(5500)] string? Evidence = null,
    [property: StringLength(35)] string? Language = null);

/// <summary>A case that was opened.</summary>
/// <param name="Number">What people call it; no secret.</param>
/// <param name="Secret">Who knows it may go on with the case; header <c>Case-Secret</c>. It is shown once.</param>
/// <param name="CodeExpiresAt">When the code in the mail stops working.</param>
public sealed record CaseOpened(string Number, string Secret, DateTimeOffset CodeExpiresAt);

/// <summary>Proves the contact address.</summary>
/// <param name="Code">The six digits of the latest message; five tries.</param>
public sealed record ProveCaseContact([property: Required, StringLength(16, MinimumLength = 1)] string Code);

/// <summary>Asks for a new link to a case, for whoever lost theirs. The answer is the same whether or not there is such a case.</summary>
/// <param name="Number">The case.</param>
/// <param name="Contact">Its e-mail address, which was proven: the link goes there, once a day, and the one before opens the case no more.</param>
public sealed record SendCaseLink(
    [property: Required(AllowEmptyStrings = true), StringLength(20)] string Number, [property: Required(AllowEmptyStrings = true), StringLength(254)] string Contact);

/// <summary>A message of the person to the agents.</summary>
/// <param name="Text">1 to 1000 characters.</param>
public sealed record WriteToCase([property: Required(AllowEmptyStrings = true), StringLength(4000)] string Text);

/// <summary>Evidence of a device for a case.</summary>
/// <param name="Evidence">Of purpose <c>case</c>.</param>
public sealed record ProveCaseDevice([property: Required(AllowEmptyStrings = true), StringLength(5500)] string Evidence);

/// <summary>A message in a case.</summary>
/// <param name="At">When.</param>
/// <param name="ByPerson">Whether its person wrote it; otherwise an agent.</param>
/// <param name="Text">What it says; <c>null</c> where <paramref name="Template"/> does.</param>
/// <param name="Template">A fixed sentence, by its name; <c>null</c> where <paramref name="Text"/> says it.</param>
public sealed record CaseMessage(DateTimeOffset At, bool ByPerson, string? Text, string? Template);

/// <summary>How a case stands.</summary>
/// <param name="Number">What people call it.</param>
/// <param name="Kind"><c>recovery</c> or <c>release</c>.</param>
/// <param name="State"><c>draft</c>, <c>submitted</c>, <c>announced</c>, <c>due</c>, <c>disputed</c>, <c>offered</c> (a recovery that its person may take), <c>granted</c>, <c>refused</c>, <c>contested</c>, <c>withdrawn</c>, <c>expired</c>, <c>settled</c>. Who looks at it does not show.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="SubmitFrom">In a draft: from when it can be handed in.</param>
/// <param name="Earliest">When it can be granted at the earliest, where that is known; it moves only to later times.</param>
/// <param name="EndsAt">When it ends if nothing more happens.</param>
/// <param name="Missing">What is missing in a draft: <c>contact</c> (the address is not proven), <c>documents</c> (none was sent), <c>points</c> (what was sent has fewer points by itself than agents can approve; what the server knows is not said here).</param>
/// <param name="Reason">Why it was refused, or what an agent asked for; <c>null</c> when nothing was said.</param>
/// <param name="IsForLost">Whether it asks first that a lost device is lost no more.</param>
/// <param name="Messages">The latest last.</param>
/// <param name="DocumentKey">Opens the case's folder for a day: header <c>Document-Key</c>. <c>null</c> while the case takes no documents, and until the contact address is proven.</param>
/// <param name="NotBefore">In a draft, and while agents look at it: it is granted by no means before then, reckoned as if it were announced now. Of an offer: its link is new, and it is taken by no means before then. <c>null</c> else.</param>
/// <param name="LetGoUntil">Of a release that was granted: the phone must have been online before then; it erases its data and is free. Afterwards another case is needed. <c>null</c> for all else.</param>
public sealed record CaseStatus(
    string Number, string Kind, string State, DateTimeOffset OpenedAt, DateTimeOffset? SubmitFrom, DateTimeOffset? Earliest, DateTimeOffset? EndsAt, IReadOnlyList<string> Missing, string? Reason, bool IsForLost,
    IReadOnlyList<CaseMessage> Messages, string? DocumentKey = null, DateTimeOffset? NotBefore = null, DateTimeOffset? LetGoUntil = null);

/// <summary>Takes a granted recovery: the account has this password and the contact address of the case from now on.</summary>
/// <param name="Password">15 to 128 characters of any kind.</param>
public sealed record TakeRecovery([property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password);

/// <summary>A case of somebody else about the caller's account or one of its devices.</summary>
/// <param name="Number">The case.</param>
/// <param name="Kind"><c>recovery</c> or <c>release</c>.</param>
/// <param name="State"><c>announced</c>, <c>due</c>, <c>offered</c> or <c>disputed</c>.</param>
/// <param name="Device">The device, by its model; <c>null</c> in a recovery.</param>
/// <param name="DeviceId">Its id; <c>null</c> in a recovery.</param>
/// <param name="DueAt">When it is granted at the earliest.</param>
public sealed record CaseAboutMe(string Number, string Kind, string State, string? Device, string? DeviceId, DateTimeOffset? DueAt);

/// <summary>Objects to a case about the caller's account or device.</summary>
/// <param name="Password">The account's.</param>
public sealed record SayMine([property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password);

/// <summary>Ends a recovery case about the caller's account with two proofs.</summary>
/// <param name="Password">The account's.</param>
/// <param name="Code">A recovery code, or the code that was sent for <c>endRecovery</c>.</param>
/// <param name="Transaction">What the code was sent for.</param>
public sealed record EndRecovery(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password, [property: Required(AllowEmptyStrings = true), StringLength(200)] string Code, [property: StringLength(100)] string? Transaction = null);
