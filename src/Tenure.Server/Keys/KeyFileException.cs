using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Keys;

/// <summary>A key file is missing or not what it must be; the message is for the operator.</summary>
internal sealed class KeyFileException(string message, Exception? inner = null) : StartRefusedException(message, inner);
