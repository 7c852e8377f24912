using System.Text;

namespace Tenure.Protocols.Cbor;

/// <summary>UTF-8 that throws instead of putting replacement characters.</summary>
internal static class StrictUtf8
{
    public static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
