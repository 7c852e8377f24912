namespace Tenure.Flash.Packages;

/// <summary>One restore's hold of a package that others may have, too.</summary>
public sealed class SharedPackage : IAsyncDisposable
{
    private readonly PackageShelf.Held held;
    private bool isLeft;

    internal SharedPackage(PackageShelf.Held held, FlashPackage package) => (this.held, Package) = (held, package);

    /// <summary>The files.</summary>
    public FlashPackage Package { get; }

    /// <summary>Finds something out about the files, once for all who ask.</summary>
    /// <param name="what">Its name.</param>
    /// <param name="make">Finds it out; ends when nobody has the package any more.</param>
    /// <param name="ct">Gives up; for others it goes on.</param>
    public Task<T> OnceAsync<T>(string what, Func<CancellationToken, Task<T>> make, CancellationToken ct) => held.OnceAsync(what, make).WaitAsync(ct);

    /// <summary>Leaves it. With the last one what was unpacked is removed, and that is waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!isLeft)
        {
            isLeft = true;
            await held.LeaveAsync();
        }
    }
}
