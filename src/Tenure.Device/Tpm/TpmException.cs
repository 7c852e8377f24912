using System.Globalization;

namespace Tenure.Device.Tpm;

/// <summary>The TPM refused a command, or does not answer as one does.</summary>
public sealed class TpmException : IOException
{
    /// <summary>A refusal.</summary>
    /// <param name="code">TPM_RC: TPM 2.0 Library Specification, part 2, §6.6.</param>
    public TpmException(uint code)
        : base(string.Create(CultureInfo.InvariantCulture, $"The TPM refused with 0x{code:X}.")) => Code = code;

    /// <summary>No answer, or one that cannot be read.</summary>
    public TpmException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>TPM_RC; <c>null</c> where there was no answer.</summary>
    public uint? Code { get; }
}
