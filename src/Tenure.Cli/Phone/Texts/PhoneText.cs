using Tenure.Cli.Texts;

namespace Tenure.Cli.Phone.Texts;

/// <summary>Everything that a person reads on the phone, in one language. A language that lacks a text does not compile.</summary>
/// <remarks>A number in braces stands for a value that is put in.</remarks>
internal sealed record PhoneText
{
    public static Translations<PhoneText> Languages { get; } =
        new(EnglishText.Texts, ChineseText.Texts, RussianText.Texts, GermanText.Texts, SpanishText.Texts);

    /// <summary>BCP 47 tag.</summary>
    public required string Tag { get; init; }

    /// <summary>Choice and title: the phone is let go without a network.</summary>
    public required string OfflineTitle { get; init; }

    /// <summary>What to do with the picture.</summary>
    public required string OfflineExplain { get; init; }

    /// <summary>Asks for the ticket.</summary>
    public required string OfflineAsk { get; init; }

    /// <summary>Nothing to ask for.</summary>
    public required string OfflineNotNow { get; init; }

    /// <summary>The ticket cannot be read.</summary>
    public required string OfflineMistyped { get; init; }

    /// <summary>{0} is the number of a group of eight.</summary>
    public required string OfflineGroup { get; init; }

    /// <summary>Option of <c>phone boot</c>.</summary>
    public required string HelpChallengeOut { get; init; }

    /// <summary>Option of <c>phone boot</c>.</summary>
    public required string HelpTicketIn { get; init; }

    /// <summary>Option of <c>phone boot</c>.</summary>
    public required string HelpWithoutAccount { get; init; }

    /// <summary>Choice: the phone is used without an account.</summary>
    public required string WithoutAccount { get; init; }

    /// <summary>It is from now on.</summary>
    public required string Opened { get; init; }

    /// <summary>Choice on a phone without an account.</summary>
    public required string AddAccount { get; init; }

    /// <summary>Used without an account.</summary>
    public required string StateOpen { get; init; }

    /// <summary><c>phone fault</c>.</summary>
    public required string HelpFault { get; init; }

    /// <summary>Option of <c>phone fault</c>.</summary>
    public required string HelpFaultPowerCut { get; init; }

    /// <summary>Option of <c>phone fault</c>.</summary>
    public required string HelpFaultDamage { get; init; }

    /// <summary>Option of <c>phone fault</c>.</summary>
    public required string HelpFaultNetwork { get; init; }

    /// <summary>Option of <c>phone fault</c>.</summary>
    public required string HelpFaultDisk { get; init; }

    /// <summary>Option of <c>phone fault</c>.</summary>
    public required string HelpFaultClock { get; init; }

    /// <summary>Option of <c>phone fault</c>.</summary>
    public required string HelpFaultClear { get; init; }

    /// <summary>User data is full.</summary>
    public required string StorageFull { get; init; }

    /// <summary>The language's name in itself.</summary>
    public required string Name { get; init; }

    public required string HelpPhone { get; init; }

    public required string HelpNew { get; init; }

    public required string HelpBoot { get; init; }

    public required string HelpWipe { get; init; }

    public required string HelpStatus { get; init; }

    public required string HelpFolder { get; init; }

    public required string HelpServer { get; init; }

    public required string HelpModel { get; init; }

    public required string HelpSerial { get; init; }

    public required string HelpSim { get; init; }

    public required string HelpLanguage { get; init; }

    public required string HelpMode { get; init; }

    public required string HelpPort { get; init; }

    public required string HelpSignIn { get; init; }

    /// <summary>Option of <c>phone boot</c>.</summary>
    public required string HelpResetPassword { get; init; }

    /// <summary>Choice: a new password for a forgotten one.</summary>
    public required string ForgotPassword { get; init; }

    /// <summary>Asks for an address of the account.</summary>
    public required string AskResetAddress { get; init; }

    /// <summary>A code is on its way, if there is such an account.</summary>
    public required string ResetCodeSent { get; init; }

    /// <summary>The account has a second proof.</summary>
    public required string ProofNeeded { get; init; }

    /// <summary>The password was reset.</summary>
    public required string PasswordIsNew { get; init; }

    public required string HelpRegister { get; init; }

    public required string HelpCountry { get; init; }

    public required string HelpNickname { get; init; }

    public required string HelpPassword { get; init; }

    public required string HelpPasswordStdin { get; init; }

    public required string HelpCode { get; init; }

    public required string HelpCodeStdin { get; init; }

    public required string HelpFingerprint { get; init; }

    public required string HelpTrustServer { get; init; }

    public required string HelpAcceptTerms { get; init; }

    public required string HelpConsent { get; init; }

    public required string HelpSignOut { get; init; }

    public required string HelpReset { get; init; }

    public required string HelpEraseCode { get; init; }

    public required string HelpCancelErase { get; init; }

    public required string HelpStatusCode { get; init; }

    public required string HelpPowerCut { get; init; }

    public required string HelpHangAt { get; init; }

    public required string Welcome { get; init; }

    public required string ChooseLanguage { get; init; }

    public required string NetworkTitle { get; init; }

    public required string AskServer { get; init; }

    public required string NoNetwork { get; init; }

    public required string TryAgain { get; init; }

    public required string ServerTitle { get; init; }

    public required string ServerExplain { get; init; }

    public required string Fingerprint { get; init; }

    public required string ConfirmServer { get; init; }

    public required string ServerNotConfirmed { get; init; }

    public required string OtherServer { get; init; }

    public required string ServerLog { get; init; }

    public required string LogFits { get; init; }

    public required string LogDoesNotFit { get; init; }

    public required string LogForked { get; init; }

    public required string LogUnproven { get; init; }

    public required string AccountTitle { get; init; }

    public required string AccountExplain { get; init; }

    public required string SignIn { get; init; }

    public required string Register { get; init; }

    public required string PowerOff { get; init; }

    public required string AskIdentifier { get; init; }

    public required string AskAddress { get; init; }

    public required string AskEmail { get; init; }

    public required string TypeNumber { get; init; }

    public required string AskNumber { get; init; }

    public required string AskCountry { get; init; }

    public required string TypeToSearch { get; init; }

    public required string MoreChoices { get; init; }

    public required string NoNumber { get; init; }

    public required string AskPassword { get; init; }

    public required string AskNewPassword { get; init; }

    public required string AskPasswordAgain { get; init; }

    public required string PasswordsDiffer { get; init; }

    public required string AskNickname { get; init; }

    public required string CodeSent { get; init; }

    public required string CodeSentTo { get; init; }

    public required string AskCode { get; init; }

    public required string AskProof { get; init; }

    public required string AccountMade { get; init; }

    public required string SignInRefused { get; init; }

    public required string CodeRefused { get; init; }

    public required string SlowDown { get; init; }

    public required string ServerRefused { get; init; }

    public required string TicketRefused { get; init; }

    public required string ConsentUnproven { get; init; }

    public required string ConsentTitle { get; init; }

    public required string ConsentTerms { get; init; }

    public required string ConsentStatistics { get; init; }

    public required string TermsNeeded { get; init; }

    public required string ConfirmHolder { get; init; }

    public required string NotActivated { get; init; }

    public required string Activated { get; init; }

    public required string AccountNeeded { get; init; }

    public required string CodeNeeded { get; init; }

    public required string LockedTitle { get; init; }

    public required string LockedTo { get; init; }

    public required string LockedUntilSync { get; init; }

    public required string LostTitle { get; init; }

    public required string LostBy { get; init; }

    public required string LostMessage { get; init; }

    public required string LostContact { get; init; }

    public required string ServerLost { get; init; }

    public required string ServerLostForGood { get; init; }

    public required string ServerFound { get; init; }

    public required string HolderSignIn { get; init; }

    public required string EmergencyCall { get; init; }

    public required string EmergencyNumber { get; init; }

    public required string Status { get; init; }

    public required string NetworkRetry { get; init; }

    public required string NotHolder { get; init; }

    /// <summary>{0} what the server says, {1} when it goes on.</summary>
    public required string WaitsUntil { get; init; }

    public required string RunningTitle { get; init; }

    public required string SignOutKeep { get; init; }

    public required string SignOutErase { get; init; }

    public required string Reset { get; init; }

    public required string EraseCode { get; init; }

    public required string CancelErase { get; init; }

    public required string AskEraseCode { get; init; }

    public required string AskEraseCodeAgain { get; init; }

    public required string EraseCodeLength { get; init; }

    public required string EraseCodesDiffer { get; init; }

    public required string EraseCodeSet { get; init; }

    public required string EraseCodeRemoved { get; init; }

    public required string EraseCancelled { get; init; }

    /// <summary>A workshop restored the phone: {0} its name, {1} when.</summary>
    public required string RestoredBy { get; init; }

    /// <summary>The digits for a buyer, and where they are typed.</summary>
    public required string StatusCode { get; init; }

    public required string EraseDue { get; init; }

    public required string ErasedNow { get; init; }

    public required string EraseRefused { get; init; }

    public required string ResetDone { get; init; }

    public required string SignedOut { get; init; }

    public required string Removed { get; init; }

    public required string Synced { get; init; }

    public required string LostNow { get; init; }

    public required string FoundNow { get; init; }

    public required string Offline { get; init; }

    public required string ReleaseCompleted { get; init; }

    public required string EraseCompleted { get; init; }

    public required string Device { get; init; }

    public required string Model { get; init; }

    public required string Serial { get; init; }

    public required string State { get; init; }

    public required string Holder { get; init; }

    public required string Epoch { get; init; }

    public required string Boots { get; init; }

    public required string Server { get; init; }

    public required string ReceiptOwed { get; init; }

    public required string Yes { get; init; }

    public required string No { get; init; }

    public required string StateNew { get; init; }

    public required string StateFree { get; init; }

    public required string StateRunning { get; init; }

    public required string StateLocked { get; init; }

    public required string StateLost { get; init; }

    public required string StateUntrusted { get; init; }

    public required string StateServerLost { get; init; }

    public required string StateReleasing { get; init; }

    public required string StateErasing { get; init; }

    public required string PhoneMade { get; init; }

    public required string Wiped { get; init; }

    public required string InUse { get; init; }

    public required string NoPhone { get; init; }

    public required string PhoneThere { get; init; }

    /// <summary>{0} folder.</summary>
    public required string PhoneTooOld { get; init; }

    public required string BootloaderListens { get; init; }

    public required string BootloaderLeft { get; init; }

    public required string PowerFailed { get; init; }

    /// <summary>State of a phone whose roots have ended all locks.</summary>
    public required string StateEnded { get; init; }

    public required string EndedTitle { get; init; }

    public required string EndedText { get; init; }

    /// <summary>A root has withdrawn signers.</summary>
    public required string SignersWithdrawn { get; init; }

    /// <summary>A root has named other roots or another issuer.</summary>
    public required string ServerReplaced { get; init; }
}
