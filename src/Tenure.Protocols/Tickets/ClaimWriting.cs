using System.Formats.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>One claim: key and value. A claim that is <c>null</c> is left out.</summary>
internal static class ClaimWriting
{
    extension(CborWriter writer)
    {
        public void WriteClaim(int key, uint value)
        {
            writer.WriteInt32(key);
            writer.WriteUInt32(value);
        }

        public void WriteClaim(int key, bool? value)
        {
            if (value is { } flag)
            {
                writer.WriteInt32(key);
                writer.WriteBoolean(flag);
            }
        }

        public void WriteClaim(int key, string? value)
        {
            if (value is not null)
            {
                writer.WriteInt32(key);
                writer.WriteTextString(value);
            }
        }

        public void WriteClaim(int key, KeyThumbprint value)
        {
            Span<byte> ueid = stackalloc byte[KeyThumbprint.UeidSize];
            value.WriteUeid(ueid);
            writer.WriteInt32(key);
            writer.WriteByteString(ueid);
        }

        public void WriteClaim(int key, byte[]? value)
        {
            if (value is not null)
            {
                writer.WriteInt32(key);
                writer.WriteByteString(value);
            }
        }
    }
}
