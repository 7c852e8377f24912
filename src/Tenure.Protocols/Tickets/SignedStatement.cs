namespace Tenure.Protocols.Tickets;

/// <summary>A statement and the root that signed it.</summary>
/// <param name="Statement">What it says.</param>
/// <param name="Root">The thumbprint of that root.</param>
public sealed record SignedStatement(RootStatement Statement, KeyThumbprint Root);
