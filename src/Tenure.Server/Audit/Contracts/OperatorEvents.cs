namespace Tenure.Server.Audit.Contracts;

/// <summary>What the operators' log speaks of. The names are under hashes: they never change.</summary>
internal static class OperatorEvents
{
    public const string Created = "operator_created";
    public const string Disabled = "operator_disabled";
    public const string SignedIn = "signed_in";
    public const string SignedOut = "signed_out";
    public const string Found = "account_found";
    public const string FoundNothing = "account_not_found";
    public const string Looked = "account_looked_at";
    public const string Suspended = "account_suspended";
    public const string Lifted = "suspension_lifted";
    public const string SessionsEnded = "sessions_ended";
    public const string LogRead = "log_read";
    public const string DeviceFound = "device_found";
    public const string DeviceNotFound = "device_not_found";
    public const string DeviceLooked = "device_looked_at";
    public const string DuplicatesRead = "duplicates_read";
    public const string MakerKeyAdded = "maker_key_added";
    public const string MakerKeyRemoved = "maker_key_removed";
    public const string ManifestImported = "manifest_imported";
    public const string ManifestWithdrawn = "manifest_withdrawn";
    public const string ReleaseKeyAdded = "release_key_added";
    public const string ReleaseKeyRemoved = "release_key_removed";
    public const string FirmwareRegistered = "firmware_registered";
    public const string FirmwareWithdrawn = "firmware_withdrawn";
    public const string WorkshopAdded = "workshop_added";
    public const string WorkshopRemoved = "workshop_removed";
    public const string WorkshopMemberAdded = "workshop_member_added";
    public const string WorkshopMemberRemoved = "workshop_member_removed";
    public const string WorkshopComputerBound = "workshop_computer_bound";
    public const string WorkshopComputerRemoved = "workshop_computer_removed";
    public const string WorkshopsRead = "workshops_read";
    public const string TicketsRead = "tickets_read";
    public const string FlashingRead = "flashing_read";
    public const string AlarmsRead = "alarms_read";
    public const string RoleOffered = "role_offered";
    public const string RoleConfirmed = "role_confirmed";
    public const string PasskeyRegistered = "passkey_registered";
    public const string PasskeyRemoved = "passkey_removed";
    public const string PasskeyCopied = "passkey_copied";
    public const string PasskeysTaken = "passkeys_taken";
    public const string CaseQueueRead = "case_queue_read";
    public const string CaseLooked = "case_looked_at";
    public const string CaseDocumentLooked = "case_document_looked_at";
    public const string CaseReadsLimited = "case_reads_limited";
    public const string CaseDecided = "case_decided";
    public const string CaseLapsed = "case_lapsed";
    public const string CaseDecisionRefused = "case_decision_refused";
    public const string CaseDecoyEnded = "case_decoy_ended";
    public const string AgentAlarm = "agent_alarm";
    public const string CaseTakenIn = "case_taken_in";
    public const string CaseIntakeLimited = "case_intake_limited";
    public const string GenerationStarted = "generation_started";
}
