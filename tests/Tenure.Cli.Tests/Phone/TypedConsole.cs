using Spectre.Console;
using Spectre.Console.Rendering;

namespace Tenure.Cli.Tests.Phone;

/// <summary>A terminal at which somebody types what the test says.</summary>
internal sealed class TypedConsole : IAnsiConsole, IAnsiConsoleInput, IDisposable
{
    private readonly Queue<ConsoleKeyInfo> keys = [];
    private readonly StringWriter shown = new();
    private readonly IAnsiConsole inner;

    public TypedConsole()
    {
        inner = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(shown),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.Yes,
        });
        inner.Profile.Width = 160;
    }

    /// <summary>Whether nobody is there once all is typed; else the test fails then.</summary>
    public bool IsLeftAlone { get; init; }

    public string Shown => shown.ToString();

    public Profile Profile => inner.Profile;

    public IAnsiConsoleCursor Cursor => inner.Cursor;

    public IAnsiConsoleInput Input => this;

    public IExclusivityMode ExclusivityMode => inner.ExclusivityMode;

    public RenderPipeline Pipeline => inner.Pipeline;

    /// <summary>Types a line.</summary>
    public TypedConsole Type(string line)
    {
        foreach (var letter in line)
        {
            keys.Enqueue(new ConsoleKeyInfo(letter, ConsoleKey.None, false, false, false));
        }

        return Press(ConsoleKey.Enter);
    }

    /// <summary>Takes the choice so many lines down.</summary>
    public TypedConsole Choose(int down)
    {
        for (var i = 0; i < down; i++)
        {
            Press(ConsoleKey.DownArrow);
        }

        return Press(ConsoleKey.Enter);
    }

    public void Clear(bool home) => inner.Clear(home);

    public void Write(IRenderable renderable) => inner.Write(renderable);

    public void WriteAnsi(Action<AnsiWriter> action) => inner.WriteAnsi(action);

    public bool IsKeyAvailable() => keys.Count > 0;

    public ConsoleKeyInfo? ReadKey(bool intercept) => keys.Dequeue();

    public async Task<ConsoleKeyInfo?> ReadKeyAsync(bool intercept, CancellationToken cancellationToken)
    {
        if (IsLeftAlone && keys.Count == 0)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return ReadKey(intercept);
    }

    public void Dispose() => shown.Dispose();

    private TypedConsole Press(ConsoleKey key)
    {
        keys.Enqueue(new ConsoleKeyInfo(key == ConsoleKey.Enter ? '\r' : '\0', key, false, false, false));
        return this;
    }
}
