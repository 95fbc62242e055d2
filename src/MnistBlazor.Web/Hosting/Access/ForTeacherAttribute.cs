namespace MnistBlazor.Web.Hosting.Access;

/// <summary>A page that is answered only to who has the teacher's token, on the machine itself too.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForTeacherAttribute : Attribute;
