namespace Tenure.Protocols.Log;

/// <summary>A complete subtree: 2^level leaves, from leaf index · 2^level on. Its hash never changes once the tree has them all.</summary>
/// <param name="Level">0 is a leaf; 0 to 62.</param>
/// <param name="Index">Which one of its level, from 0.</param>
public readonly record struct MerkleNode(int Level, long Index);
