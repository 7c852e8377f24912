namespace Tenure.Protocols.Gpt;

/// <summary>What the attributes of a partition with two slots say of its slot.</summary>
/// <param name="Priority">0 to 3; of two bootable slots the higher one starts.</param>
/// <param name="IsActive">Whether this one was chosen.</param>
/// <param name="Retries">0 to 7 starts that are left to a slot which was not good yet.</param>
/// <param name="IsSuccessful">It was good once.</param>
/// <param name="IsUnbootable">It does not start until it is chosen again.</param>
/// <remarks>Bits 48 to 55 of the attributes, as loaders of many phones have them: 48–49 priority, 50 active, 51–53 retries, 54 successful, 55 unbootable.</remarks>
public readonly record struct GptSlotState(int Priority, bool IsActive, int Retries, bool IsSuccessful, bool IsUnbootable)
{
    private const int FirstBit = 48;
    private const ulong Mask = 0xffUL << FirstBit;

    /// <summary>Reads a partition's attributes.</summary>
    public static GptSlotState Of(ulong attributes)
    {
        var bits = (int)(attributes >> FirstBit & 0xff);
        return new(bits & 3, (bits & 4) != 0, bits >> 3 & 7, (bits & 0x40) != 0, (bits & 0x80) != 0);
    }

    /// <summary>Attributes with this state in the place of another; the other bits stay.</summary>
    /// <exception cref="InvalidOperationException">A number is out of its range.</exception>
    public ulong In(ulong attributes)
    {
        if (Priority is < 0 or > 3 || Retries is < 0 or > 7)
        {
            throw new InvalidOperationException("Priorities are 0 to 3, retries 0 to 7.");
        }

        var bits = Priority | (IsActive ? 4 : 0) | (Retries << 3) | (IsSuccessful ? 0x40 : 0) | (IsUnbootable ? 0x80 : 0);
        return (attributes & ~Mask) | ((ulong)bits << FirstBit);
    }
}
