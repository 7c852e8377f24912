namespace Tenure.Device.Phone;

/// <summary>A case that somebody opened on this phone; kept so that they see how it stands.</summary>
/// <param name="Kind"><c>recovery</c> or <c>release</c>.</param>
/// <param name="Number">What people call it.</param>
/// <param name="Secret">Who knows it goes on with the case.</param>
public sealed record KeptCase(string Kind, string Number, string Secret);
