namespace Tenure.Cli.Flash.Ui;

/// <summary>What a person types on the page so that the restore of one device begins. No code is sent before they ask for it: nobody might be there who could type it.</summary>
internal sealed class PageProofs
{
    private readonly Lock gate = new();
    private TaskCompletionSource<TypedProofs?>? answer;
    private int round;

    /// <summary>What is asked now; <c>null</c> where nothing is.</summary>
    public FlashQuestion? Question { get; private set; }

    /// <summary>Asks, and waits for as long as the person takes.</summary>
    /// <param name="problem">Why what was typed before did not do.</param>
    /// <param name="isSent">Whether a code was sent.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns><c>null</c>: a code is to be sent.</returns>
    public async Task<TypedProofs?> AskAsync(string? problem, bool isSent, CancellationToken ct)
    {
        var waiting = new TaskCompletionSource<TypedProofs?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            answer = waiting;
            Question = new(++round, problem, isSent);
        }

        try
        {
            return await waiting.Task.WaitAsync(ct);
        }
        finally
        {
            lock (gate)
            {
                (answer, Question) = (null, null);
            }
        }
    }

    /// <summary>The person answers; where nothing is asked it counts for nothing.</summary>
    public void Answer(TypedProofs? typed)
    {
        lock (gate)
        {
            answer?.TrySetResult(typed);
        }
    }
}
