namespace Tenure.Device.Phone;

/// <summary>A folder that holds no phone, or already holds one.</summary>
public class PhoneFolderException(string message) : IOException(message);
