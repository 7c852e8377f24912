namespace Tenure.Server.Platform.Pictures;

/// <summary>A picture that was drawn again.</summary>
/// <param name="Picture">JPEG.</param>
/// <param name="Look">What it looks like (<see cref="Domain.Documents.PictureLook"/>); <c>null</c> when there is too little to see.</param>
internal sealed record DrawnPage(byte[] Picture, byte[]? Look);
