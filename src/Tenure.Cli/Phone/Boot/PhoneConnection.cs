using Tenure.Client;
using Tenure.Device.Agent;
using Tenure.Device.Phone;

namespace Tenure.Cli.Phone.Boot;

/// <summary>The phone's line to one server address.</summary>
internal sealed class PhoneConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;

    public PhoneConnection(PhoneCore phone, Uri address, string language, Func<HttpMessageHandler> network)
    {
        Address = address;
        http = new HttpClient(network()) { BaseAddress = address, Timeout = Patience };
        Device = new TenureClient(http) { Language = language };
        var account = new TenureClient(http) { Language = language };
        Session = new HolderSession(phone, account);
        Registration = new PhoneRegistration(phone, account);
        Reset = new PhoneReset(phone, account);
    }

    public Uri Address { get; }

    public TenureClient Device { get; }

    public HolderSession Session { get; }

    public PhoneRegistration Registration { get; }

    public PhoneReset Reset { get; }

    public void Dispose() => http.Dispose();
}
