using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

/// <summary>Where what a password costs is part of the time that is compared.</summary>
public sealed class SilentPostgresServer : PostgresServer
{
    protected override bool HashesInFull => true;
}
