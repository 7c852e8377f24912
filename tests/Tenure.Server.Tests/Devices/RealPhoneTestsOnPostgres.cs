namespace Tenure.Server.Tests.Devices;

public sealed class RealPhoneTestsOnPostgres(PostgresDeviceHost host) : RealPhoneTests(host), IClassFixture<PostgresDeviceHost>;
