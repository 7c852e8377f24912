using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Contacts;

public sealed class ContactTestsOnPostgres(PostgresDeviceHost host) : ContactTests(host), IClassFixture<PostgresDeviceHost>;
