using Tenure.Domain;

namespace Tenure.Architecture.Fixtures.Refusals;

/// <summary>Throws an awaited refusal away in each way there is, and looks at one.</summary>
internal sealed class ThrowsAwayARefusal
{
    public static async Task<string> ExecuteAsync()
    {
        await AskAsync();
        _ = await AskAsync();
        await AskAsync().ConfigureAwait(false);
        Func<Task> later = async () => await AskAsync();
        await later();
        return await AskAsync() is { } refusal ? refusal.Code : "";
    }

    private static Task<Refusal?> AskAsync() => Task.FromResult<Refusal?>(null);
}
