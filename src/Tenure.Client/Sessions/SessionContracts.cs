namespace Tenure.Client.Sessions;

/// <summary>One place where an account is signed in.</summary>
/// <param name="Id">Id of the session.</param>
/// <param name="Kind"><c>browser</c>, <c>phone</c>, <c>commandLine</c>, or <c>deviceCode</c> for a command line that a code on another screen let in.</param>
/// <param name="Name">Browser and system, or model, as the client said; never trusted.</param>
/// <param name="Network">Where it began, such as <c>192.0.2.0/24</c>; absent when unknown.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="LastSeenAt">The last call, to the minute.</param>
/// <param name="Current">Whether this call was made in it.</param>
public sealed record Session(Guid Id, string Kind, string Name, string? Network, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, bool Current);
