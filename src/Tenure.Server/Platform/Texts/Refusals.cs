namespace Tenure.Server.Platform.Texts;

/// <summary>Names the resource of the refusals' reasons, keyed by their code.</summary>
internal sealed class Refusals;
