using System.Reflection;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Contacts;
using Tenure.Domain.Devices;
using Tenure.Domain.Documents;
using Tenure.Domain.Flashing;
using Tenure.Domain.Messages;
using Tenure.Domain.Operators;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests;

public class RefusalTests
{
    // Made anew by each test: a refusal that is made wrong later shows.
    private static Refusal[] All =>
    [
        .. new[]
        {
            typeof(AccountRefusals), typeof(AddressRefusals), typeof(PhoneRefusals), typeof(DeviceRefusals), typeof(DocumentRefusals), typeof(LogRefusals), typeof(OperatorRefusals), typeof(PictureRefusals), typeof(ProfileRefusals), typeof(SignInRefusals), typeof(SmsRefusals), typeof(ComputerRefusals), typeof(FlashRefusals), typeof(CaseRefusals), typeof(WorkshopRefusals), typeof(ContactRefusals), typeof(ExportRefusals),
        }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(each => (Refusal)each.GetValue(null)!),
        SignInRefusals.Throttled(TimeSpan.FromSeconds(7)), SignInRefusals.Busy(TimeSpan.FromSeconds(7)), SignInRefusals.RateLimited(TimeSpan.FromSeconds(7)), WellFormedText.Malformed("x"),
        SmsRefusals.Limited(TimeSpan.FromSeconds(7)), SmsRefusals.Paused(TimeSpan.FromSeconds(7)), LogRefusals.NotReady(TimeSpan.FromSeconds(7)),
        AccountRefusals.PasswordTooShort(15), AccountRefusals.PasswordTooLong(128), AccountRefusals.PasswordNeedsSecondProof(15), FlashRefusals.UnlockLimit(3), ExportRefusals.Limit(TimeSpan.FromSeconds(7)), DocumentRefusals.Later(TimeSpan.FromSeconds(7)), DocumentRefusals.NoRoom(TimeSpan.FromSeconds(7)), FlashRefusals.Rollback(1, 5, 4), ComputerRefusals.Removed(TimeSpan.FromHours(5)),
    ];

    // The kind decides the status of the answer: a program that waits, asks again or gives up goes by it.
    [Fact]
    public void Every_refusal_says_what_kind_of_no_it_is_and_which_field_broke_the_rule() => Assert.Equal(
        [
            "account_frozen Conflict", "account_not_open Conflict", "account_not_suspended Conflict", "account_quiet Conflict", "address_last Conflict address", "address_limit Conflict address", "address_taken Conflict", "busy Busy",
            "case_changed Conflict", "case_contact_unproven Conflict", "case_contested_before Gone", "case_device_locked NotAllowed", "case_early Conflict", "case_elsewhere Conflict", "case_hearing Conflict", "case_limit Conflict", "case_link_new Conflict", "case_message_malformed Invalid text", "case_messages Conflict", "case_open Conflict", "case_own NotAllowed", "case_senior NotAllowed", "case_takes_no_evidence Conflict", "case_too_little Conflict", "case_unknown NotFound",
            "code_expired Gone code", "code_spent Gone code", "code_wrong Invalid code", "computer_limit Conflict", "computer_nonce_spent Conflict", "computer_not_bound NotAllowed", "computer_removed NotAllowed", "computer_session NotAllowed", "computer_unproven NotAllowed", "computer_waiting Conflict", "consent_computer Conflict code", "consent_data Conflict code", "consent_device Conflict code", "consent_needed NotAllowed", "consent_package Conflict code", "consent_stopped Conflict", "consent_unknown Invalid code", "contact_free Conflict", "contact_full Conflict", "contact_over Gone", "contact_text_link Invalid text", "contact_text_malformed Invalid text", "country_unknown Invalid country", "device_duplicate Conflict evidence", "device_held Conflict",
            "device_lost Conflict", "device_not_held Conflict", "device_not_lost Conflict", "device_releasing Conflict", "device_unreported Conflict", "document_handed_in Conflict", "document_in_use Conflict", "document_key_wrong NotAllowed", "document_later TooMany document", "document_limit Conflict document", "document_no_heic Invalid document", "document_no_pdf Invalid document", "document_offset Conflict offset", "document_too_costly Invalid document", "document_too_large TooLarge document", "document_type_unknown Invalid document", "document_unavailable Conflict document", "document_unreadable Invalid document", "documents_closed Conflict", "documents_looking Conflict", "documents_no_room Busy", "documents_sealed Conflict", "email_malformed Invalid email", "erase_code_malformed Invalid eraseCode", "erase_not_ordered Conflict", "evidence_replayed Conflict evidence",
            "evidence_stale Conflict evidence", "export_limit TooMany", "export_none Conflict", "export_pending Conflict", "export_waiting Conflict", "firmware_product Conflict manifest", "firmware_region Conflict manifest", "firmware_rollback Conflict manifest", "firmware_unknown NotFound manifest", "firmware_withdrawn Gone manifest", "freeze_limited NotAllowed", "gender_malformed Invalid gender", "gender_too_long Invalid gender", "imei_check_digit Invalid value", "imei_malformed Invalid value", "language_unknown Invalid language", "log_not_ready Busy", "log_shorter Conflict",
            "lost_contact_malformed Invalid contact", "lost_message_link Invalid message", "lost_message_malformed Invalid message", "lost_message_too_long Invalid message", "lost_only_frozen Conflict", "malformed Invalid x", "nickname_malformed Invalid nickname", "nickname_too_long Invalid nickname", "not_found NotFound", "not_found NotFound", "not_found NotFound", "not_found NotFound", "not_found NotFound",
            "not_found NotFound address", "not_found NotFound deviceId", "not_found NotFound identifier", "not_releasing Conflict", "not_sealed Invalid code", "open_not_allowed NotAllowed", "operator_name_malformed Invalid name", "operator_name_taken Conflict name",
            "other_account Conflict", "passkey_copied NotAllowed", "passkey_late Conflict", "passkey_limit Conflict", "passkey_malformed Invalid", "passkey_missing NotAllowed", "passkey_name_malformed Invalid name", "passkey_not_at_signer NotAllowed", "passkey_refused NotAllowed", "passkey_waiting Conflict", "password_leaked Invalid password", "password_listed Invalid password", "password_needs_second_proof Conflict password", "password_personal Invalid password",
            "password_too_long Invalid password", "password_too_short Invalid password", "phone_malformed Invalid phone", "phone_not_reachable Invalid phone",
            "picture_too_costly Invalid picture", "picture_too_large TooLarge picture", "picture_too_many_pixels Invalid picture",
            "picture_unavailable Conflict picture", "picture_unreadable Invalid picture", "rate_limited TooMany", "reason_malformed Invalid reason", "receipt_malformed Invalid receipt",
            "recovery_code_mistyped Invalid recovery_code", "recovery_code_new Conflict recovery_code", "recovery_code_wrong Invalid recovery_code",
            "registration_completed Gone", "registration_expired Gone", "registration_unverified Conflict", "reset_over Gone", "restore_over Gone", "restore_tickets Conflict", "role_not_offered Conflict name", "second_proof_needed NotAllowed code", "sign_in_failed NotAllowed", "sms_limit TooMany",
            "sms_paused Busy", "sms_unavailable Invalid phone", "status_code_wrong Invalid code", "step_up_failed NotAllowed password", "throttled TooMany", "transfer_code_wrong Invalid code", "transfer_disputed Conflict", "transfer_nobody Conflict", "transfer_over Gone", "transfer_self Conflict code", "transfer_waiting Conflict", "undo_over Gone", "unlock_limit Conflict", "unlock_not_asked Conflict", "unlock_waiting Conflict", "workshop_computer_limit Conflict", "workshop_computer_not_bound NotAllowed", "workshop_computer_waiting Conflict", "workshop_head_only NotAllowed", "workshop_member_limit Conflict", "workshop_member_unknown Invalid number", "workshop_unknown NotFound workshop",
        ],
        All.Select(refusal => $"{refusal.Code} {refusal.Kind} {refusal.Field}".TrimEnd()).Order(StringComparer.Ordinal));

    [Fact]
    public void Refusals_about_a_number_say_which_would_have_done() => Assert.Equal(
        [
            "address_limit  5 ", "case_limit  3 ", "case_message_malformed  1000 ", "case_messages  20 ", "case_too_little 30  ", "computer_limit  3 ", "computer_removed   05:00:00", "contact_full  20 ", "contact_text_malformed 1 500 ", "document_limit  8 ", "document_too_large  10 ", "erase_code_malformed 6 64 ", "firmware_rollback 5 4 ", "gender_too_long  40 ", "imei_malformed 14 16 ", "lost_message_too_long  160 ", "nickname_too_long  40 ", "operator_name_malformed 2 40 ", "passkey_limit  5 ", "passkey_name_malformed 1 40 ", "password_needs_second_proof 15  ", "password_too_long  128 ",
            "password_too_short 15  ", "picture_too_large  10 ", "picture_too_many_pixels  50 ", "reason_malformed 5 200 ", "receipt_malformed  80 ", "recovery_code_new   3.00:00:00", "restore_tickets  20 ", "unlock_limit  3 ", "workshop_computer_limit  10 ", "workshop_member_limit  50 ",
        ],
        All.Where(r => (r.Least, r.Most, r.Age) != (null, null, null)).Select(r => $"{r.Code} {r.Least} {r.Most} {r.Age}").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_refusal_has_a_sentence() => Assert.All(All, refusal => Assert.Matches(@"^[A-Z].+\.$", refusal.Reason));

    [Fact]
    public void Who_comes_too_fast_is_told_how_long_to_wait() => Assert.All(
        All.Where(refusal => refusal.Kind is RefusalKind.TooMany or RefusalKind.Busy), refusal => Assert.Equal(TimeSpan.FromSeconds(7), refusal.RetryAfter));
}
