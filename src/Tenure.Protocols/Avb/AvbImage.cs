namespace Tenure.Protocols.Avb;

/// <summary>What a vbmeta image says.</summary>
/// <remarks>AOSP <c>libavb/avb_vbmeta_image.h</c>, version 1.0 to 1.3 of the format.</remarks>
public sealed record AvbImage
{
    /// <summary>How it is signed.</summary>
    public AvbAlgorithm Algorithm { get; init; }

    /// <summary>Lowest minor version of libavb that can read it; its major version is 1.</summary>
    public uint RequiredMinor { get; init; }

    /// <summary>A device that has stored a higher one for its location does not start it.</summary>
    public ulong RollbackIndex { get; init; }

    /// <summary>Where the index is stored; of the top image, since version 1.2. A chained one is stored where its descriptor says.</summary>
    public uint RollbackLocation { get; init; }

    /// <summary>What is switched off.</summary>
    public AvbSwitches Flags { get; init; }

    /// <summary>Who made it, such as <c>avbtool 1.2.0</c>; at most 47 bytes.</summary>
    public string Release { get; init; } = "";

    /// <summary>Who signed it, as <see cref="AvbPublicKey"/> writes it; empty when nobody did.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>What the maker says about the key; mostly empty.</summary>
    public ReadOnlyMemory<byte> PublicKeyMetadata { get; init; }

    /// <summary>In their order.</summary>
    public IReadOnlyList<AvbDescriptor> Descriptors { get; init; } = [];
}
