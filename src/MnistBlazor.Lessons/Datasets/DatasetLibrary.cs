using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>The data sets that a learner can choose: the published ones and the operator's, which are everybody's, and their own.</summary>
public sealed class DatasetLibrary
{
    /// <summary>Steps that an epoch should at least have.</summary>
    private const int FewestSteps = 10;

    private readonly DatasetStore _shared;
    private readonly UploadedDatasets _own;

    internal DatasetLibrary(DatasetStore shared, UploadedDatasets own) => (_shared, _own) = (shared, own);

    /// <summary>Ids of those that are everybody's.</summary>
    public IReadOnlyList<string> Shared => _shared.Ids;

    /// <summary>Whether the learner may use it and it is there.</summary>
    public bool Has(LearnerId learner, string id) => UploadedDataset.IsId(id) ? _own.Find(learner, id) is not null : Shared.Contains(id);

    /// <summary>What texts say of a data set that was read.</summary>
    public DatasetFacts FactsOf(LearnerId learner, ImageDataset dataset) =>
        FactsOf(learner, dataset.Id) ?? new(dataset.Id, dataset.Id, dataset.ClassNames.Count, dataset.Train.Count, dataset.Test.Count);

    /// <summary>The same before it was read; null: that is not known yet, or it is not the learner's.</summary>
    public DatasetFacts? FactsOf(LearnerId learner, string id) =>
        id == DatasetFacts.Mnist.Id ? DatasetFacts.Mnist
        : id == DatasetFacts.FashionMnist.Id ? DatasetFacts.FashionMnist
        : id == DatasetFacts.MnistAndHands.Id ? DatasetFacts.MnistAndHands
        : _own.Find(learner, id) is { } own ? new(id, own.Name, own.ClassNames.Count, own.TrainCount, own.TestCount)
        : null;

    /// <summary>From memory after the first time.</summary>
    /// <exception cref="DatasetException">It is unknown, deleted or another learner's, or its files are missing or damaged.</exception>
    public Task<ImageDataset> LoadAsync(
        LearnerId learner, string id, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default) =>
        UploadedDataset.IsId(id) ? _own.LoadAsync(learner, id, progress, cancellation) : _shared.LoadAsync(id, progress, cancellation);

    /// <summary>
    /// The values with a data set of the learner's, and with what its size asks for:
    /// batches and a hold-out that are not larger than it.
    /// </summary>
    public ParameterValues Choose(LearnerId learner, ParameterValues values, string id)
    {
        values = values.With(DatasetParameter.Dataset.Id, id);
        if (_own.Find(learner, id) is not { } dataset) return values;
        var heldOut = Lower("hold-out", dataset.TrainCount / FewestSteps);
        Lower("batch-size", Math.Max(1, (dataset.TrainCount - heldOut) / FewestSteps));
        return values;

        int Lower(string parameter, int most)
        {
            if (!values.Has(parameter)) return 0;
            var number = Math.Min(values.Integer(parameter), most);
            values = values.With(parameter, NumberParameter.Format(number));
            return number;
        }
    }

    /// <summary>
    /// What a link asks for, for this learner: a data set that they cannot have gives way to the default, and a notice says so.
    /// </summary>
    public (ParameterValues Values, Message? Notice) Fit(LearnerId learner, ParameterValues values)
    {
        var parameter = DatasetParameter.Dataset;
        if (!values.Has(parameter.Id)) return (values, null);
        var id = values.Text(parameter.Id);
        return Has(learner, id) ? (values, null) : (values.With(parameter.Id, parameter.Default), new Message("address.dataset"));
    }
}
