using Tenure.Domain.Operators;

namespace Tenure.Domain.Tests.Operators;

public sealed class OperatorRoleTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly OperatorId Ada = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly OperatorId Bob = new(new Guid(2, 0, 0, new byte[8]));

    [Fact]
    public void A_role_is_had_72_hours_after_a_second_person_agreed()
    {
        var ada = ServerOperator.Create(Ada, "ada", "hash", Now);
        Assert.Equal(OperatorRefusals.RoleNotOffered, ada.ConfirmRole(Bob, Now));
        ada.OfferRole(OperatorRole.Agent, Now);
        Assert.Equal(OperatorRefusals.RoleNotOffered, ada.ConfirmRole(Ada, Now));
        Assert.Equal(OperatorRole.Operator, ada.RoleAt(Now.AddYears(1)));
        Assert.Null(ada.ConfirmRole(Bob, Now));
        Assert.Equal(OperatorRefusals.RoleNotOffered, ada.ConfirmRole(Bob, Now));
        Assert.Equal(OperatorRole.Operator, ada.RoleAt(Now + ServerOperator.RoleWait - TimeSpan.FromTicks(1)));
        Assert.Equal(OperatorRole.Agent, ada.RoleAt(Now + ServerOperator.RoleWait));
    }

    [Fact]
    public void What_is_offered_anew_is_agreed_on_anew_and_what_was_had_is_kept_until_then()
    {
        var ada = ServerOperator.Create(Ada, "ada", "hash", Now);
        ada.OfferRole(OperatorRole.Agent, Now);
        Assert.Null(ada.ConfirmRole(Bob, Now));
        var later = Now + ServerOperator.RoleWait;
        ada.OfferRole(OperatorRole.Senior, later);
        Assert.Equal(OperatorRole.Agent, ada.RoleAt(later.AddYears(1)));
        Assert.Null(ada.ConfirmRole(Bob, later));
        Assert.Equal(OperatorRole.Senior, ada.RoleAt(later + ServerOperator.RoleWait));
    }

    [Fact]
    public void Who_comes_after_the_first_days_confirms_nobody_until_72_hours_after_somebody_confirmed_them()
    {
        var ada = ServerOperator.Create(Ada, "ada", "hash", [], Now);
        var early = ServerOperator.Create(Bob, "bob", "hash", [ada], Now + ServerOperator.RoleWait - TimeSpan.FromTicks(1));
        Assert.True(ada.MayConfirm(Now) && early.MayConfirm(Now + ServerOperator.RoleWait));
        var later = Now + ServerOperator.RoleWait;
        var bob = ServerOperator.Create(Bob, "bob", "hash", [ada], later);
        Assert.Equal((true, OperatorRole.Operator, null), (bob.IsNew, bob.RoleAt(later), bob.RoleFrom));
        Assert.False(bob.MayConfirm(later.AddYears(1)));
        Assert.Equal(OperatorRefusals.RoleNotOffered, bob.ConfirmRole(Bob, later));
        Assert.Null(bob.ConfirmRole(Ada, later));
        Assert.False(bob.MayConfirm(later + ServerOperator.RoleWait - TimeSpan.FromTicks(1)));
        Assert.True(bob.MayConfirm(later + ServerOperator.RoleWait));

        // Who was an agent in between, and becomes an operator again by two people, is none who is new.
        bob.OfferRole(OperatorRole.Agent, later + ServerOperator.RoleWait);
        Assert.False(bob.IsNew);
        var cara = ServerOperator.Create(Bob, "cara", "hash", [ada], later);
        cara.OfferRole(OperatorRole.Agent, later);
        Assert.False(cara.MayConfirm(later.AddYears(1)));
    }

    [Fact]
    public void Where_nobody_is_left_who_could_confirm_a_new_operator_waits_a_month()
    {
        var ada = ServerOperator.Create(Ada, "ada", "hash", [], Now);
        ada.Disable(Now);
        var later = Now + ServerOperator.RoleWait;
        var bob = ServerOperator.Create(Bob, "bob", "hash", [ada], later);
        Assert.False(bob.MayConfirm(later + ServerOperator.LonelyWait - TimeSpan.FromTicks(1)));
        Assert.True(bob.MayConfirm(later + ServerOperator.LonelyWait));
    }

    [Fact]
    public void Who_was_disabled_gets_no_role()
    {
        var ada = ServerOperator.Create(Ada, "ada", "hash", Now);
        ada.OfferRole(OperatorRole.Agent, Now);
        ada.Disable(Now);
        Assert.Equal(OperatorRefusals.RoleNotOffered, ada.ConfirmRole(Bob, Now));
    }
}
