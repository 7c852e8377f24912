using System.Diagnostics;

namespace Tenure.Cli.Tour;

/// <summary>A process of the tour's own: a phone, a tool, the server. It never outlives the tour.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> error;

    private Child(Process process)
    {
        this.process = process;
        error = process.StandardError.ReadToEndAsync();
    }

    public static Child Start(string program, params IEnumerable<string> arguments) => Start(program, arguments, []);

    private static Child Start(string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Child(Process.Start(start) ?? throw new TourFailedException($"{program} did not start"));
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ChildResult> RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct, params IEnumerable<(string Name, string Value)> environment)
    {
        await using var child = Start(program, arguments, environment);
        return await child.EndAsync(ct);
    }

    /// <summary>Whether it has ended by itself.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>One line of its standard output; <c>null</c> at its end.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken ct) => await process.StandardOutput.ReadLineAsync(ct);

    /// <summary>One line to its standard input.</summary>
    public async Task WriteLineAsync(string line, CancellationToken ct)
    {
        await process.StandardInput.WriteLineAsync(line.AsMemory(), ct);
        await process.StandardInput.FlushAsync(ct);
    }

    /// <summary>Closes its input, reads what is left and waits for its end.</summary>
    public async Task<ChildResult> EndAsync(CancellationToken ct)
    {
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return new ChildResult(process.ExitCode, output, await error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
