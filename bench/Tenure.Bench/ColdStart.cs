namespace Tenure.Bench;

/// <summary>How long the server takes from nothing to ready, and what it needs while nobody asks. On a database that exists already.</summary>
internal static class ColdStart
{
    private const int Starts = 7;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(string program, string folder, CancellationToken ct)
    {
        Func<Uri, IEnumerable<string>> arguments = address => ["serve", "--data", folder, "--urls", address.ToString()];
        using (await ServerProcess.StartAsync(program, arguments, ct))
        {
            // Only to make the database.
        }

        List<double> seconds = [];
        List<double> megabytes = [];
        for (var i = 0; i < Starts; i++)
        {
            using var server = await ServerProcess.StartAsync(program, arguments, ct);
            seconds.Add(server.ReadyAfter.TotalSeconds);
            await Task.Delay(TimeSpan.FromSeconds(3), ct);
            megabytes.Add(server.Megabytes);
        }

        return
        [
            new("Ready from cold", seconds.Median(), "s", AtMost: 2, Detail: $"median of {Starts} starts, from exec to 200 at /health/ready"),
            new("Memory idle", megabytes.Median(), "MB", AtMost: 200, Detail: $"resident, 3 s after ready; median of {Starts}"),
        ];
    }
}
