using Microsoft.AspNetCore.Http;
using Tenure.Server.Platform;

namespace Tenure.Server.Tests.Platform;

public class NetworkOfRequestTests
{
    [Fact]
    public void What_a_client_calls_itself_is_cut_without_leaving_half_a_character()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.UserAgent = new string('a', 40) + "\t" + new string('b', 39) + "\U0001F600" + "c";
        Assert.Equal(new string('a', 40) + new string('b', 39), context.CallerName);
    }
}
