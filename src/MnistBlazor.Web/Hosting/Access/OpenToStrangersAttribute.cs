namespace MnistBlazor.Web.Hosting.Access;

/// <summary>
/// What is answered without a token: a page or an endpoint that shows nothing of anyone's, or that has a key of its own.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpenToStrangersAttribute : Attribute;
