namespace Tenure.Architecture.Fixtures.Files;

/// <summary>A name that says nothing.</summary>
public sealed class AccountManager;
