namespace Tenure.Architecture.Fixtures.Files;

/// <summary>Is in a file of another name.</summary>
internal sealed class NotMisnamed;
