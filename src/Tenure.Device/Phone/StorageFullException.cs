namespace Tenure.Device.Phone;

/// <summary>User data has no room left (<c>ENOSPC</c>).</summary>
public sealed class StorageFullException() : IOException("No space is left for user data.");
