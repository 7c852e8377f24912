using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Flashing;

/// <summary>What may be done to devices, and when; section <c>Flashing</c>.</summary>
internal sealed class FlashOptions
{
    /// <summary>Restores that an account begins in a day, 1 to 100. Default 10.</summary>
    [Range(1, 100)]
    public int RestoresPerDay { get; set; } = 10;

    /// <summary>Hours that an unlocking waits, 0 to 720. Default 72.</summary>
    [Range(0, 720)]
    public int UnlockHours { get; set; } = 72;

    /// <summary>The same for single models, such as <c>Flashing:UnlockHoursOf:Lotus=168</c>.</summary>
    public Dictionary<string, int> UnlockHoursOf { get; set; } = [];

    /// <summary>Devices that an account unlocks in 365 days, 0 to 100. Default 3.</summary>
    [Range(0, 100)]
    public int UnlocksPerYear { get; set; } = 3;

    /// <summary>How long an unlocking of a model waits.</summary>
    public TimeSpan WaitOf(string model) => TimeSpan.FromHours(UnlockHoursOf.TryGetValue(model, out var hours) ? hours : UnlockHours);
}

/// <summary>Says at the start which setting is wrong.</summary>
[OptionsValidator]
internal sealed partial class FlashOptionsValidator : IValidateOptions<FlashOptions>;

/// <summary>What a range on one value cannot say.</summary>
internal sealed class FlashOptionsCheck : IValidateOptions<FlashOptions>
{
    public ValidateOptionsResult Validate(string? name, FlashOptions options) => options.UnlockHoursOf.FirstOrDefault(pair => pair.Value is < 0 or > 720) is { Key: { } model }
        ? ValidateOptionsResult.Fail($"Flashing:UnlockHoursOf:{model} is from 0 to 720.")
        : ValidateOptionsResult.Success;
}
