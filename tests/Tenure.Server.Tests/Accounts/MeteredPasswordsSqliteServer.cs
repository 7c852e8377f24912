using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class MeteredPasswordsSqliteServer : SqliteServer
{
    protected override IReadOnlyDictionary<string, string> Settings => PasswordMeterTests.Smallest;
}
