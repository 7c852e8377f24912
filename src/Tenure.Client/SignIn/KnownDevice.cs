namespace Tenure.Client.SignIn;

/// <summary>A browser or device that is spared the code at sign-in.</summary>
/// <param name="Id">What it is taken away by.</param>
/// <param name="Name">Browser and system, or model, as the client said; never trusted. <c>null</c> when it said nothing.</param>
/// <param name="MadeAt">When it became known.</param>
/// <param name="ExpiresAt">When it stops being known; use does not move it.</param>
public sealed record KnownDevice(string Id, string? Name, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt);
