namespace Tenure.Architecture.Fixtures.Files;

/// <summary>Has the name of its file.</summary>
public sealed class TwoTypes;

/// <summary>Would not be found under its name.</summary>
public sealed class OtherType;
