namespace Tenure.Device.Phone;

/// <summary>The phone in a folder was made by an earlier version, whose storage lay elsewhere.</summary>
public sealed class PhoneTooOldException(string folder) : PhoneFolderException($"{folder} holds a phone of an earlier version: make a new one.");
