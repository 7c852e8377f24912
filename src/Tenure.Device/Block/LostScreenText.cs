namespace Tenure.Device.Block;

/// <summary>What the lost screen says, in the holder's words.</summary>
/// <param name="Message">At most 640 bytes of UTF-8; <c>null</c> for nothing.</param>
/// <param name="Contact">At most 254 bytes of UTF-8; <c>null</c> when the holder did not say.</param>
public sealed record LostScreenText(string? Message, string? Contact);
