using System.Text.Json.Serialization;

namespace MnistBlazor.ML.Training;

/// <summary>A mistake that a run makes on purpose, so that its curves can be known again.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrainingFault>))]
public enum TrainingFault
{
    /// <summary>The gradients of all batches so far add up.</summary>
    NoZeroGrad,

    /// <summary>The network sees pixels of 0..255, in training, test and drawing alike.</summary>
    PixelsNotScaled,

    /// <summary>Each training image has the label of another one, drawn at random; those held out and the test's are right.</summary>
    LabelsShuffled,

    /// <summary>The pixels of every image change places in the same way, in training, test and drawing alike.</summary>
    PixelsShuffled,

    /// <summary>The learning rate is a hundred times what it is set to.</summary>
    LargeRate,

    /// <summary>Dropout goes on silencing units while the network is judged.</summary>
    DropoutInTest,

    /// <summary>The test images are among those that are learnt from.</summary>
    TestInTraining,

    /// <summary>Stands for one that is not to be told: no run trains with it.</summary>
    Hidden,
}
