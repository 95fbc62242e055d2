using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using static MnistBlazor.ML.Tests.Inspection.InspectorTests;

namespace MnistBlazor.ML.Tests.Evaluation;

/// <summary>Labels that all networks disagree with.</summary>
public class LabelSurveyTests
{
    [Fact]
    public void A_label_is_doubted_when_all_networks_say_the_same_other_class_and_the_surest_come_first()
    {
        TrainedModel[] models = [Model(Specs["softmax"]), Model(Specs["mlp"])];
        var test = Pictures();
        using var survey = new LabelSurvey(test, models.Length);
        Assert.Empty(survey.Doubts());
        foreach (var model in models)
            while (!survey.Next(model)) { }

        var expected = Enumerable.Range(0, test.Count)
            .Select(image => (Image: image, Answers: models.Select(model => Answer(model, test.Pixels(image))).ToArray()))
            .Where(one => one.Answers[0].Class == one.Answers[1].Class && one.Answers[0].Class != test.Label(one.Image))
            .OrderByDescending(one => one.Answers.Average(answer => answer.Sure)).ToList();

        var doubts = survey.Doubts();
        Assert.NotEmpty(expected);
        Assert.Equal(1, survey.Progress);
        Assert.Equal(expected.Select(one => one.Image), doubts.Select(doubt => doubt.Index));
        Assert.Equal(expected.Select(one => one.Answers[0].Class), doubts.Select(doubt => doubt.Answer));
        Assert.All(expected.Zip(doubts), pair => Assert.Equal(
            pair.First.Answers.Select(answer => Math.Round(answer.Sure, 4)), pair.Second.Confidences.Select(sure => Math.Round(sure, 4))));
    }

    [Fact]
    public async Task The_known_errors_have_labels_that_people_did_not_confirm()
    {
        // As the reviewers' list gives them: 947 is an 8 there, 2462 a 2, 6651 a 0.
        var test = (await Mnist.LoadAsync()).Test;

        Assert.Equal(15, KnownLabelErrors.Mnist.Distinct().Count());
        Assert.Equal([8, 0, 9, 4, 2, 5, 6, 6, 5, 5, 0, 1, 4, 6, 5], KnownLabelErrors.Mnist.Select(test.Label));
    }

    private static (int Class, float Sure) Answer(TrainedModel model, ReadOnlySpan<byte> pixels)
    {
        using var predictor = new Predictor(model);
        var probabilities = predictor.Predict(pixels);
        return (Array.IndexOf(probabilities, probabilities.Max()), probabilities.Max());
    }
}
