using Microsoft.AspNetCore.Components.Authorization;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Hosting;

/// <summary>The learner whom a component serves, on the first rendering as well as in the circuit.</summary>
public sealed class Learner
{
    public Learner(AuthenticationStateProvider provider)
    {
        // Both renderers set the state before the first component is made, so nothing is waited for here.
        var user = provider.GetAuthenticationStateAsync().GetAwaiter().GetResult().User;
        // A browser that keeps no cookie is somebody for as long as this page stays open.
        Id = LearnerIdentity.Of(LearnerIdentity.IsKnown(user) ? user : LearnerIdentity.NewLearner());
    }

    public LearnerId Id { get; }
}
