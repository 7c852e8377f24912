using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

public sealed class SqliteDeviceHost() : DeviceHost(new SqliteServer());
