using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using MnistBlazor.Cluster.Nodes;
using MnistBlazor.Runs;

namespace MnistBlazor.Web.Hosting.Access;

/// <summary>
/// Whether a component serves the teacher, on the first rendering as well as in the circuit. It is asked anew each time: a circuit may
/// outlive the token that it was opened with. There is no other way for a component to the runs of all.
/// </summary>
/// <param name="nodes">Null: there is no cluster.</param>
public sealed class Teacher(
    AuthenticationStateProvider provider, AccessTokens tokens, RunSupervision runs, ClusterNodes? nodes = null)
{
    /// <summary>The teacher's page.</summary>
    public const string Path = "/teacher";

    private const string ClaimType = "teacher";

    /// <summary>The token that was entered here is the teacher's still.</summary>
    public bool IsHere
    {
        get
        {
            // Both renderers set the state before the first component is made, so nothing is waited for here.
            var user = provider.GetAuthenticationStateAsync().GetAwaiter().GetResult().User;
            return user.FindFirstValue(ClaimType) is { } fingerprint && fingerprint == tokens.TeachersFingerprint;
        }
    }

    /// <exception cref="NotTeacherException">It is not the teacher who asks, or not any more.</exception>
    public RunSupervision Runs => IsHere ? runs : throw new NotTeacherException();

    /// <summary>The nodes of the cluster; null: there is none.</summary>
    /// <exception cref="NotTeacherException">It is not the teacher who asks, or not any more.</exception>
    public ClusterNodes? Nodes => IsHere ? nodes : throw new NotTeacherException();

    /// <summary>Who has entered the token with this fingerprint.</summary>
    internal static ClaimsIdentity Identity(string fingerprint) => new([new Claim(ClaimType, fingerprint)]);
}

/// <summary>Something was asked for that is the teacher's.</summary>
public sealed class NotTeacherException() : Exception("This is for the teacher.");
