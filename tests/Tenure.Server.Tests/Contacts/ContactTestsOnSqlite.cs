using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Contacts;

public sealed class ContactTestsOnSqlite(SqliteDeviceHost host) : ContactTests(host), IClassFixture<SqliteDeviceHost>;
