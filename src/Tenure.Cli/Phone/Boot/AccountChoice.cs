namespace Tenure.Cli.Phone.Boot;

/// <summary>What a person does at the wizard's account step.</summary>
internal enum AccountChoice
{
    SignIn,
    Register,
    ForgotPassword,
    WithoutAccount,
    PowerOff,
}
