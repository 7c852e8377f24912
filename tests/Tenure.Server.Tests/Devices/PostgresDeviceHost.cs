using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

public sealed class PostgresDeviceHost() : DeviceHost(new PostgresServer());
