using System.Buffers.Text;

namespace Tenure.Server.Audit.Contracts;

internal static class ProofText
{
    extension(IReadOnlyList<byte[]> proof)
    {
        /// <summary>Each hash as base64url.</summary>
        public IReadOnlyList<string> ToText() => [.. proof.Select(hash => Base64Url.EncodeToString(hash))];
    }
}
