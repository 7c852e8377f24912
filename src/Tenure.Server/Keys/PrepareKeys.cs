using System.Security.Cryptography;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Keys;

/// <summary>Before the first request: roots and server generation are there, and in production no root's private key is.</summary>
internal sealed class PrepareKeys(DataFolder folder, IHostEnvironment environment, ServerRoots roots, ServerGeneration generation, TicketSigner signer, ServerKeys keys, KeyLog log) : IStartUp
{
    public async Task RunAsync(CancellationToken ct)
    {
        var files = new KeyFolder(folder.Keys);
        if (environment.IsDevelopment())
        {
            MakeDevelopmentRoots(files);
        }
        else if (KeyNames.Roots.FirstOrDefault(files.HasPrivate) is { } found)
        {
            throw new KeyFileException($"{KeyNames.Private(found)} is a root's private key. It does not belong on a server: keep it offline (docs/operate/keys.md).");
        }

        roots.Load(files);
        if (!environment.IsDevelopment())
        {
            signer.RequireAll();
        }

        generation.Value = await keys.GetOrMakeAsync("server-generation", () => RandomNumberGenerator.GetBytes(ServerGeneration.Size), ct);
    }

    private void MakeDevelopmentRoots(KeyFolder files)
    {
        foreach (var name in KeyNames.Roots.Where(name => !files.HasPrivate(name)))
        {
            files.MakePair(name);
            log.DevelopmentRootsMade(folder.Keys);
        }
    }
}
