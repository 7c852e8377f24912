namespace Tenure.Flash.Packages;

/// <summary>Packages that several restores use at once: each is unpacked once and read through once for what all of them ask of it, and put away after the last of them.</summary>
public sealed class PackageShelf
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Held> held = new(StringComparer.Ordinal);

    /// <summary>Whether somebody has it: it needs no more room then.</summary>
    public bool Has(string path)
    {
        lock (gate)
        {
            return held.ContainsKey(Path.GetFullPath(path));
        }
    }

    /// <summary>Opens a package, or waits for whoever opens it already.</summary>
    /// <param name="path">As <see cref="FlashPackage.OpenAsync"/> takes it.</param>
    /// <param name="cache">Likewise.</param>
    /// <param name="ct">Gives up; others go on.</param>
    /// <exception cref="PackageException">It is not used.</exception>
    public async Task<SharedPackage> TakeAsync(string path, string cache, CancellationToken ct)
    {
        Held package;
        lock (gate)
        {
            var key = Path.GetFullPath(path);
            if (!held.TryGetValue(key, out package!))
            {
                held[key] = package = new Held(this, key, stop => FlashPackage.OpenAsync(path, cache, null, null, stop));
            }

            package.Users++;
        }

        try
        {
            return new(package, await package.Opening.WaitAsync(ct));
        }
        catch
        {
            await package.LeaveAsync();
            throw;
        }
    }

    /// <summary>A package on the shelf.</summary>
    internal sealed class Held : IDisposable
    {
        private readonly PackageShelf shelf;
        private readonly string key;
        private readonly CancellationTokenSource unused = new();
        private readonly Dictionary<string, Task> known = new(StringComparer.Ordinal);

        public Held(PackageShelf shelf, string key, Func<CancellationToken, Task<FlashPackage>> open)
        {
            (this.shelf, this.key) = (shelf, key);
            var token = unused.Token;
            Opening = Task.Run(() => open(token), token);
        }

        public Task<FlashPackage> Opening { get; }

        public int Users { get; set; }

        // What one asks for goes on for the others when it gives up; only without any of them it ends.
        public Task<T> OnceAsync<T>(string what, Func<CancellationToken, Task<T>> make)
        {
            lock (shelf.gate)
            {
                if (!known.TryGetValue(what, out var task))
                {
                    var token = unused.Token;
                    known[what] = task = Task.Run(() => make(token), token);
                }

                return (Task<T>)task;
            }
        }

        public void Dispose() => unused.Dispose();

        public async Task LeaveAsync()
        {
            lock (shelf.gate)
            {
                if (--Users > 0)
                {
                    return;
                }

                shelf.held.Remove(key);
            }

            await unused.CancelAsync();
            await Task.WhenAll([Opening, .. known.Values]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Opening.IsCompletedSuccessfully)
            {
                (await Opening).Dispose();
            }

            Dispose();
        }
    }
}
