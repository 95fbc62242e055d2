using Microsoft.AspNetCore.Components.Authorization;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Web.Hosting.Bounds;

namespace MnistBlazor.Web.Hosting;

/// <summary>The learner whom a component serves, on the first rendering as well as in the circuit.</summary>
public sealed class Learner
{
    public Learner(AuthenticationStateProvider provider, LearnerAddresses addresses)
    {
        // Both renderers set the state before the first component is made, so nothing is waited for here.
        var user = provider.GetAuthenticationStateAsync().GetAwaiter().GetResult().User;
        // A browser that keeps no cookie is somebody for as long as this page stays open.
        HasCookie = LearnerIdentity.IsKnown(user);
        Id = LearnerIdentity.Of(HasCookie ? user : LearnerIdentity.NewLearner());
        Visitor = Visitor.Of(user);
        addresses.Saw(Id, Visitor.Address);
    }

    public LearnerId Id { get; }

    /// <summary>False: what is stored for this learner is out of everybody's reach once the page is left.</summary>
    public bool HasCookie { get; }

    /// <summary>Whom bounds count for.</summary>
    public Visitor Visitor { get; }
}
