using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Web.Hosting.Bounds;

/// <summary>Whom a bound is counted for. A learner is only a cookie, and a new one costs nothing; an address costs more.</summary>
/// <param name="Learner">Null: the browser has shown no cookie.</param>
/// <param name="Address">Where it comes from; see <see cref="AddressOf"/>.</param>
public sealed record Visitor(LearnerId? Learner, string Address)
{
    private const string ClaimType = "address";

    /// <summary>The learner, or the address that has none.</summary>
    public string Name => Learner is { } learner ? $"learner {learner.Value}" : $"address {Address}";

    public static Visitor Of(HttpContext context) => new(LearnerOf(context.User), AddressOf(context.Connection.RemoteIpAddress));

    /// <summary>For who has passed <see cref="Visitors.UseVisitors"/>: a hub and a circuit know no request, but its user.</summary>
    public static Visitor Of(ClaimsPrincipal? user) => new(LearnerOf(user), user?.FindFirstValue(ClaimType) ?? "");

    /// <summary>In text; of the sixth version the network, since one household has many there that differ in their second half.</summary>
    public static string AddressOf(IPAddress? address)
    {
        if (address is null) return "";
        address = LocalRequests.Plain(address);
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    /// <summary>The user, and where they come from.</summary>
    internal static ClaimsPrincipal WithAddress(ClaimsPrincipal user, string address) =>
        new([.. user.Identities, new ClaimsIdentity([new Claim(ClaimType, address)])]);

    private static LearnerId? LearnerOf(ClaimsPrincipal? user) =>
        user is not null && LearnerIdentity.IsKnown(user) ? LearnerIdentity.Of(user) : null;
}

public static class Visitors
{
    /// <summary>After learners have their ids. The address goes with the user, into hubs and circuits too.</summary>
    public static IApplicationBuilder UseVisitors(this IApplicationBuilder app)
    {
        var addresses = app.ApplicationServices.GetRequiredService<LearnerAddresses>();
        return app.Use((context, next) =>
        {
            var visitor = Visitor.Of(context);
            if (visitor.Learner is { } learner) addresses.Saw(learner, visitor.Address);
            context.User = Visitor.WithAddress(context.User, visitor.Address);
            return next(context);
        });
    }
}
