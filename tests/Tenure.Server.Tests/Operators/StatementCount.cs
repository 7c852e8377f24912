using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tenure.Server.Tests.Operators;

/// <summary>How many statements a piece of work runs, whatever else the process does meanwhile.</summary>
internal sealed class StatementCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<StatementCount?> Current = new();
    private int count;

    public static async Task<int> OfAsync(Func<Task> work)
    {
        var counter = new StatementCount();
        using var listening = DiagnosticListener.AllListeners.Subscribe(counter);
        // In contexts that are used again EF Core remembers for a second that nobody listened.
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        Current.Value = counter;
        try
        {
            await work();
        }
        finally
        {
            Current.Value = null;
        }

        return counter.count;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
        {
            _ = value.Subscribe(this, name => name == RelationalEventId.CommandExecuting.Name);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Current.Value == this && value.Key == RelationalEventId.CommandExecuting.Name)
        {
            Interlocked.Increment(ref count);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
