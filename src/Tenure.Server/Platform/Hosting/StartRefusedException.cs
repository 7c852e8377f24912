namespace Tenure.Server.Platform.Hosting;

/// <summary>The server will not start like this; the message says what to change.</summary>
internal class StartRefusedException(string message, Exception? inner = null) : Exception(message, inner);
