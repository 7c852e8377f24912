namespace Tenure.Server.Devices.Manifests;

/// <summary>Why a manifest command did nothing.</summary>
/// <param name="Code">Stable; the words for it are those of this name.</param>
/// <param name="Values">What the words speak of.</param>
internal sealed record ManifestFailure(string Code, params object[] Values)
{
    public static ManifestFailure Unreadable(string file, Exception because) => new("file_unreadable", file, because.Message);
}
