using Tenure.Cli;

RepeatedSignals.Ignore();
return await TenureCommand.RunAsync(args, CommandStreams.OfProcess(), CancellationToken.None);
