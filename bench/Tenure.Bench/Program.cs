using Tenure.Bench;

// Tenure.Bench SERVER IDENTITY POSTGRES: the two programs to measure and a database server. Prints a table of Markdown; 1 when a figure misses its bound.
// Tenure.Bench hash KIND: itself as the bare hash.
if (args is ["hash", var kind])
{
    BareHash.Run(kind);
    return 0;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
var folder = Directory.CreateTempSubdirectory("tenure-bench");
try
{
    List<Figure> figures =
    [
        .. TicketVerification.Measure(),
        .. await ColdStart.MeasureAsync(args[0], Path.Combine(folder.FullName, "start"), stop.Token),
        .. await SignIn.MeasureAsync(args[0], args[1], args[2], folder.FullName, stop.Token),
    ];
    Console.WriteLine("| figure | measured | must be | ratio | | how |");
    Console.WriteLine("|---|---|---|---|---|---|");
    figures.ForEach(figure => Console.WriteLine(figure.Row));
    return figures.All(figure => figure.Holds) ? 0 : 1;
}
finally
{
    folder.Delete(recursive: true);
}
