using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Audit;

public sealed class AuditVerifyTestsOnPostgres(PostgresDeviceHost host) : AuditVerifyTests(host), IClassFixture<PostgresDeviceHost>;
