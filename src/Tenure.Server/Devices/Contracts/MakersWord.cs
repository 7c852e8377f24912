using Tenure.Domain.Devices;

namespace Tenure.Server.Devices.Contracts;

/// <summary>What makers say, in short.</summary>
/// <param name="Keys">Their keys, those that were removed too.</param>
/// <param name="Manifests">Their manifests, the latest first, those that were withdrawn too.</param>
internal sealed record MakersWord(IReadOnlyList<MakerKey> Keys, IReadOnlyList<FactoryManifest> Manifests);
