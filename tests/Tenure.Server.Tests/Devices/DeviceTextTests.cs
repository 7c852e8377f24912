using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Tenure.Domain.Accounts;
using Tenure.Server.Devices;

namespace Tenure.Server.Tests.Devices;

public sealed partial class DeviceTextTests
{
    [Fact]
    public void Every_letter_about_a_device_is_written_in_five_languages_with_the_same_places_to_fill()
    {
        var texts = new ResourceManager("Tenure.Server.Devices.Texts.DeviceMails", typeof(DeviceMails).Assembly);
        string[] names = ["AddedSubject", "AddedText", "DeclinedSubject", "DeclinedText", "ReleaseBegunSubject", "ReleaseBegunText", "RemovalAskedSubject", "RemovalAskedText", "RemovalCancelledSubject", "RemovalCancelledText", "ReleasedSubject", "ReleasedText", "LostSubject", "LostText", "FoundAskedSubject", "FoundAskedText", "FoundCancelledSubject", "FoundCancelledText", "FoundSubject", "FoundText", "ReconciledSubject", "ReconciledText",
            "ResetSubject", "ResetText", "EraseOrderedSubject", "EraseOrderedText", "EraseCancelledSubject", "EraseCancelledText", "EraseRefusedSubject", "EraseRefusedText", "ErasedSubject", "ErasedText", "EraseCodeSetSubject", "EraseCodeSetText", "EraseCodeRemovedSubject", "EraseCodeRemovedText",
            "WentBackSubject", "WentBackText", "CopiedSubject", "CopiedText"];
        foreach (var name in names)
        {
            var perLanguage = Languages.All.Select(language => texts.GetResourceSet(CultureInfo.GetCultureInfo(language), true, false) is { } set ? set.GetString(name) : texts.GetString(name, CultureInfo.InvariantCulture)).ToList();

            Assert.Equal(Languages.All.Count, perLanguage.Distinct().Count());
            Assert.Single(perLanguage.Select(text => string.Concat(Place().Matches(text!).Select(p => p.Value).Order())).Distinct());
        }
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
