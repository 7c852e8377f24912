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
    public void Who_was_disabled_gets_no_role()
    {
        var ada = ServerOperator.Create(Ada, "ada", "hash", Now);
        ada.OfferRole(OperatorRole.Agent, Now);
        ada.Disable(Now);
        Assert.Equal(OperatorRefusals.RoleNotOffered, ada.ConfirmRole(Bob, Now));
    }
}
