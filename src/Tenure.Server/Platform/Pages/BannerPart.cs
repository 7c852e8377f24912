namespace Tenure.Server.Platform.Pages;

/// <summary>What a capability shows above the content of each page of a signed-in person, when there is something to say.</summary>
/// <param name="Component">A Razor component without parameters; it renders nothing when all is as always.</param>
internal sealed record BannerPart(Type Component);
