using Tenure.Cli;

return await TenureCommand.RunAsync(args, CommandStreams.OfProcess(), CancellationToken.None);
