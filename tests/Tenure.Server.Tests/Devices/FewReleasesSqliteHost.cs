using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

/// <summary>A host whose signer signs three releases an hour.</summary>
public sealed class FewReleasesSqliteHost() : DeviceHost(new FewReleasesServer())
{
    private sealed class FewReleasesServer : SqliteServer
    {
        protected override IReadOnlyDictionary<string, string> Settings => SigningTests.Few;
    }
}
