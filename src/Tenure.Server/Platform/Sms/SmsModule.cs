using Microsoft.Extensions.Options;

namespace Tenure.Server.Platform.Sms;

internal static class SmsModule
{
    public static IServiceCollection AddSms(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SmsOptions>().Bind(configuration.GetSection("Sms")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SmsOptions>, SmsOptionsValidator>().AddSingleton<IValidateOptions<SmsOptions>, SmsOptionsCheck>();
        services.AddSingleton<SmsLog>().AddSingleton<SmsGateway>().AddScoped<SmsBudget>();
        services.AddHostedService<SmsSender>().AddHostedService<SweepSmsCounts>();
        return services;
    }
}
