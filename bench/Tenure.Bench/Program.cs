using Tenure.Bench;

// Tenure.Bench SERVER IDENTITY BETTER-AUTH POSTGRES [PART]: what to measure and a database server. Prints a table of Markdown; 1 when a figure misses its bound.
// Tenure.Bench hash KIND: itself as the bare hash. Tenure.Bench flash ROLE …: itself as a device or a host.
if (args is ["hash", var kind])
{
    BareHash.Run(kind);
    return 0;
}

if (args is ["flash", .. var peer])
{
    await FlashPeer.RunAsync(peer, CancellationToken.None);
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
    var programs = new Programs(args[0], args[1], args[2], args[3]);
    Dictionary<string, Func<Task<IReadOnlyList<Figure>>>> parts = new(StringComparer.Ordinal)
    {
        ["tickets"] = () => Task.FromResult(TicketVerification.Measure()),
        ["signer"] = () => Signing.MeasureAsync(programs.Server, Path.Combine(folder.FullName, "signer"), stop.Token),
        ["start"] = () => ColdStart.MeasureAsync(programs.Server, Path.Combine(folder.FullName, "start"), stop.Token),
        ["sign-in"] = () => SignIn.MeasureAsync(programs, folder.FullName, stop.Token),
        ["crowd"] = () => Crowd.MeasureAsync(programs, Path.Combine(folder.FullName, "crowd"), stop.Token),
        ["phones"] = () => Phones.MeasureAsync(programs, Path.Combine(folder.FullName, "phones"), stop.Token),
        ["log"] = () => LogPart.MeasureAsync(programs, Path.Combine(folder.FullName, "log"), stop.Token),
        ["uploads"] = () => Uploads.MeasureAsync(programs, Path.Combine(folder.FullName, "uploads"), stop.Token),
        ["database"] = () => DatabasePart.MeasureAsync(programs, folder.FullName, stop.Token),
        ["cases"] = () => CasesPart.MeasureAsync(programs, Path.Combine(folder.FullName, "cases"), stop.Token),
        ["flash-fastboot"] = () => FlashPart.FastbootAsync(Path.Combine(folder.FullName, "flash"), stop.Token),
        ["flash-firehose"] = () => FlashPart.FirehoseAsync(Path.Combine(folder.FullName, "flash"), stop.Token),
        ["flash-sparse"] = () => FlashPart.SparseAsync(Path.Combine(folder.FullName, "flash"), stop.Token),
        ["flash-restore"] = () => FlashPart.RestoreAsync(Path.Combine(folder.FullName, "flash"), stop.Token),
    };
    List<Figure> figures = [];
    foreach (var part in parts.Where(part => args.Length == 4 || part.Key == args[4] || part.Key.StartsWith(args[4] + "-", StringComparison.Ordinal)))
    {
        figures.AddRange(await part.Value());
    }

    Console.WriteLine("| figure | measured | must be | ratio | | how |");
    Console.WriteLine("|---|---|---|---|---|---|");
    figures.ForEach(figure => Console.WriteLine(figure.Row));
    return figures.All(figure => figure.Holds) ? 0 : 1;
}
finally
{
    folder.Delete(recursive: true);
}
