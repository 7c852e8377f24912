using System.ComponentModel.DataAnnotations;

namespace Tenure.Client.Contacts;

/// <summary>Writes to the holder of a phone that one has in hand.</summary>
/// <param name="Code">The eight digits that the phone shows.</param>
/// <param name="Text">1 to 500 characters of plain text, without links.</param>
public sealed record OpenContact(
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Text);

/// <summary>The message is on its way, if anybody is there.</summary>
/// <param name="Secret">By which the answer is read; whoever has it goes on with the conversation.</param>
/// <param name="Link">The page of the conversation.</param>
/// <param name="EndsAt">When it ends at the latest (UTC).</param>
public sealed record ContactOpened(string Secret, string Link, DateTimeOffset EndsAt);

/// <summary>Another message.</summary>
/// <param name="Text">1 to 500 characters of plain text, without links.</param>
public sealed record WriteContact([property: Required(AllowEmptyStrings = true), StringLength(4096)] string Text);

/// <summary>Hears nothing more of who has a phone.</summary>
/// <param name="On">Or does again.</param>
public sealed record BlockContact(bool On);

/// <summary>A message, as one side sees it.</summary>
/// <param name="IsMine">Whether the reader wrote it.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Text">Plain text in lines.</param>
public sealed record ContactLine(bool IsMine, DateTimeOffset At, string Text);

/// <summary>A conversation, as who has the phone sees it.</summary>
/// <param name="IsOpen">Whether more can be written.</param>
/// <param name="EndsAt">When it ends at the latest (UTC).</param>
/// <param name="Messages">In the order in which they were written.</param>
public sealed record FinderContact(bool IsOpen, DateTimeOffset EndsAt, IReadOnlyList<ContactLine> Messages);

/// <summary>A conversation, as the phone's holder sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DeviceId">The phone.</param>
/// <param name="Model">What it calls itself.</param>
/// <param name="OpenedAt">When it was begun (UTC).</param>
/// <param name="EndsAt">When it ends at the latest (UTC).</param>
/// <param name="IsOpen">Whether more can be written.</param>
/// <param name="IsNew">Whether there is something that was not looked at.</param>
/// <param name="IsBlocked">Whether nothing more is heard of who has the phone.</param>
/// <param name="IsReported">Whether it was reported.</param>
/// <param name="Messages">In the order in which they were written.</param>
public sealed record HolderContact(
    string Id, string DeviceId, string Model, DateTimeOffset OpenedAt, DateTimeOffset EndsAt, bool IsOpen, bool IsNew, bool IsBlocked, bool IsReported, IReadOnlyList<ContactLine> Messages);
