using MnistBlazor.Lessons.Code;

namespace MnistBlazor.Lessons.Tests.Code;

public class LiteralConditionsTests
{
    [Theory]
    [InlineData("a\nif (true)\n    b\nc", "a\nb\nc")]
    [InlineData("a\nif (false)\n    b\nc", "a\nc")]
    [InlineData("a\nif (0.3 > 0)\n{\n    b\n    c\n}\nd", "a\nb\nc\nd")]
    [InlineData("a\nif (0.0 > 0)\n{\n    b\n    c\n}\nd", "a\nd")]
    [InlineData("    if (64 > 0)\n        b", "    b")]
    [InlineData("for x in y:\n    if True:\n        b\n        c\n    d", "for x in y:\n    b\n    c\n    d")]
    [InlineData("if False:\n    b\nc", "c")]
    [InlineData("if (true)\n{\n    if (false)\n        b\n    c\n}", "c")]
    [InlineData("if (true)\n{\n    b\n\n    c\n}\nd", "b\n\nc\nd")]
    [InlineData("if (0 > 0)\n{\n    b\n\n    c\n}\nd", "d")]
    [InlineData("if True:\n    b\n\n    c\n\nd", "b\n\nc\n\nd")]
    [InlineData("if False:\n    b\n\n    c\n\nd", "\nd")]
    [InlineData("if (x > 0)\n    b", "if (x > 0)\n    b")]
    public void A_condition_that_is_decided_gives_way_to_what_it_guards(string code, string expected) =>
        Assert.Equal(expected, LiteralConditions.Resolve(code));
}
