using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Bounds;

namespace MnistBlazor.Web.Tests.Hosting.Bounds;

public sealed class VisitorTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    public void A_household_is_one_address(string one, string other, bool same) =>
        Assert.Equal(same, Visitor.AddressOf(IPAddress.Parse(one)) == Visitor.AddressOf(IPAddress.Parse(other)));

    [Fact]
    public async Task Where_a_learner_comes_from_is_known_from_the_first_page_on()
    {
        var (learner, _) = await app.NewLearnerAsync(TestContext.Current.CancellationToken);

        Assert.Equal("127.0.0.1", app.Services.GetRequiredService<LearnerAddresses>().Of(learner));
    }

    [Fact]
    public void The_address_goes_with_a_user_who_has_a_cookie_and_one_who_has_none()
    {
        var (known, stranger) = (LearnerIdentity.NewLearner(), new System.Security.Claims.ClaimsPrincipal());

        Assert.Equal(
            new Visitor(LearnerIdentity.Of(known), "10.0.0.1"), Visitor.Of(Visitor.WithAddress(known, "10.0.0.1")));
        Assert.Equal(new Visitor(null, "10.0.0.1"), Visitor.Of(Visitor.WithAddress(stranger, "10.0.0.1")));
    }
}
