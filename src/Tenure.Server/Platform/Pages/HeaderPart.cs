namespace Tenure.Server.Platform.Pages;

/// <summary>What a capability shows at the top of each page of a signed-in person.</summary>
/// <param name="Component">A Razor component without parameters.</param>
internal sealed record HeaderPart(Type Component);
