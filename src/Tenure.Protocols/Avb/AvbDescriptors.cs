namespace Tenure.Protocols.Avb;

/// <summary>One thing that a vbmeta image says. Each has a tag and a content; what is not known is kept as it is.</summary>
/// <remarks>AOSP <c>libavb/avb_descriptor.h</c>.</remarks>
public abstract record AvbDescriptor;

/// <summary>A name and a value, such as the system's patch level. Tag 0.</summary>
/// <param name="Key">UTF-8, without NUL.</param>
/// <param name="Value">Any bytes, mostly UTF-8.</param>
public sealed record AvbPropertyDescriptor(string Key, ReadOnlyMemory<byte> Value) : AvbDescriptor;

/// <summary>A partition whose blocks are checked by a tree of hashes while the system reads them. Tag 1.</summary>
/// <param name="Partition">Name without a slot's suffix.</param>
/// <param name="ImageSize">Bytes that the tree covers, in whole data blocks.</param>
/// <param name="Tree">Where the tree lies in the partition.</param>
/// <param name="Algorithm">Name of the hash, such as <c>sha256</c>.</param>
/// <param name="Salt">Stands before each block when it is hashed.</param>
/// <param name="RootDigest">The top of the tree.</param>
/// <param name="Flags">Bit 0: the partition has no slots.</param>
public sealed record AvbHashtreeDescriptor(
    string Partition, ulong ImageSize, AvbTree Tree, string Algorithm, ReadOnlyMemory<byte> Salt, ReadOnlyMemory<byte> RootDigest, uint Flags = 0) : AvbDescriptor;

/// <summary>A partition that is hashed whole before it starts. Tag 2.</summary>
/// <param name="Partition">Name without a slot's suffix.</param>
/// <param name="ImageSize">Bytes from the partition's start that are hashed.</param>
/// <param name="Algorithm">Name of the hash: <c>sha256</c> or <c>sha512</c>.</param>
/// <param name="Salt">Stands before the image when it is hashed.</param>
/// <param name="Digest">The hash.</param>
/// <param name="Flags">Bit 0: the partition has no slots.</param>
public sealed record AvbHashDescriptor(string Partition, ulong ImageSize, string Algorithm, ReadOnlyMemory<byte> Salt, ReadOnlyMemory<byte> Digest, uint Flags = 0) : AvbDescriptor;

/// <summary>A piece of the kernel's command line. Tag 3.</summary>
/// <param name="Flags">Bit 0: only with hash trees on; bit 1: only with them off.</param>
/// <param name="Text">UTF-8.</param>
public sealed record AvbCommandLineDescriptor(uint Flags, string Text) : AvbDescriptor;

/// <summary>A partition with a vbmeta image of its own, under another key. Tag 4.</summary>
/// <param name="Partition">Name without a slot's suffix.</param>
/// <param name="RollbackLocation">Where its rollback index is stored; at least 1.</param>
/// <param name="PublicKey">Who signs it, as <see cref="AvbPublicKey"/> writes it.</param>
/// <param name="Flags">Bit 0: the partition has no slots.</param>
public sealed record AvbChainDescriptor(string Partition, uint RollbackLocation, ReadOnlyMemory<byte> PublicKey, uint Flags = 0) : AvbDescriptor;

/// <summary>Something of a later version.</summary>
/// <param name="Tag">5 or more.</param>
/// <param name="Content">A multiple of eight bytes.</param>
public sealed record AvbOtherDescriptor(ulong Tag, ReadOnlyMemory<byte> Content) : AvbDescriptor;
