using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Audit;

public sealed class AuditVerifyTestsOnSqlite(SqliteDeviceHost host) : AuditVerifyTests(host), IClassFixture<SqliteDeviceHost>;
