namespace MnistBlazor.Web.Components.Supervision;

/// <summary>What the teacher does with one run.</summary>
public enum RunAct { Stop, Front, Up, Down, Delete }
