using Tenure.Client.Devices;
using Tenure.Protocols.Log;
using static System.Buffers.Text.Base64Url;

namespace Tenure.Server.Tests.Devices;

/// <summary>The API's form of a log as what the verifier takes.</summary>
internal static class LogLines
{
    public static IEnumerable<LogLine> Of(DeviceLog log) => log.Entries.Select(e => new LogLine
    {
        Entry = new LogEntry
        {
            Format = e.Format,
            DeviceRef = DecodeFromChars(log.DeviceRef),
            HoldingRef = e.HoldingRef is { } holding ? DecodeFromChars(holding) : null,
            Sequence = e.Sequence,
            Previous = DecodeFromChars(e.Previous),
            Event = e.Event,
            At = e.At,
            Commitment = DecodeFromChars(e.Commitment),
        },
        Hash = DecodeFromChars(e.Hash),
        Salt = e.Salt is { } salt ? DecodeFromChars(salt) : null,
        Details = e.Details,
    });
}
