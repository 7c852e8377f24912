namespace Tenure.Protocols.Fastboot;

/// <summary>The device behind the protocol: answers commands. <see cref="FastbootDeviceServer"/> does framing, downloads and uploads.</summary>
public interface IFastbootTarget
{
    /// <summary>Asked before each download.</summary>
    /// <param name="bytes">What the host announces, at least 1. The device will hold all of it in memory.</param>
    /// <returns>Why not; <c>null</c> to take it.</returns>
    string? RefuseDownload(uint bytes);

    /// <summary>Carries out every command but <c>download</c>. One at a time.</summary>
    /// <param name="command">What the host sent.</param>
    /// <param name="session">The last download, and lines to show while it lasts: at least one every 10 seconds.</param>
    /// <param name="ct">Ends when the device is switched off.</param>
    /// <returns>The final reply.</returns>
    ValueTask<FastbootResult> ExecuteAsync(FastbootCommand command, FastbootSession session, CancellationToken ct);
}
