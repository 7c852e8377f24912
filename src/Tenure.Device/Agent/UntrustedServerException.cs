namespace Tenure.Device.Agent;

/// <summary>The server is not the one this phone belongs to, or does not say who it is in a way that can be checked.</summary>
public sealed class UntrustedServerException(string message) : Exception(message);
