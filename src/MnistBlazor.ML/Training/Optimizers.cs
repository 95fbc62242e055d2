using TorchSharp.Modules;

namespace MnistBlazor.ML.Training;

/// <summary>Creates the optimizer that a spec describes. TorchSharp refuses settings out of its bounds with an ArgumentException.</summary>
internal static class Optimizers
{
    public static OptimizerHelper Create(OptimizerSpec options, Module<Tensor, Tensor> model) => options.Kind switch
    {
        OptimizerKind.SGD => CreateSGD(options, model),
        OptimizerKind.RMSprop => CreateRMSprop(options, model),
        OptimizerKind.Adagrad => CreateAdagrad(options, model),
        OptimizerKind.Adam => CreateAdam(options, model),
        OptimizerKind.AdamW => CreateAdamW(options, model),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, "There is no such optimizer."),
    };

    private static SGD CreateSGD(OptimizerSpec options, Module<Tensor, Tensor> model)
    {
        #region cell: optimizer-sgd
        var optimizer = optim.SGD(model.parameters(), learningRate: options.LearningRate,
            momentum: options.Momentum, nesterov: options.Nesterov, weight_decay: options.WeightDecay);
        #endregion

        return optimizer;
    }

    private static RMSProp CreateRMSprop(OptimizerSpec options, Module<Tensor, Tensor> model)
    {
        #region cell: optimizer-rmsprop
        var optimizer = optim.RMSProp(model.parameters(), lr: options.LearningRate,
            alpha: options.Alpha, momentum: options.Momentum, weight_decay: options.WeightDecay);
        #endregion

        return optimizer;
    }

    private static Adagrad CreateAdagrad(OptimizerSpec options, Module<Tensor, Tensor> model)
    {
        #region cell: optimizer-adagrad
        var optimizer = optim.Adagrad(model.parameters(), lr: options.LearningRate,
            weight_decay: options.WeightDecay);
        #endregion

        return optimizer;
    }

    private static Adam CreateAdam(OptimizerSpec options, Module<Tensor, Tensor> model)
    {
        #region cell: optimizer-adam
        var optimizer = optim.Adam(model.parameters(), lr: options.LearningRate,
            beta1: options.Beta1, beta2: options.Beta2, weight_decay: options.WeightDecay);
        #endregion

        return optimizer;
    }

    private static AdamW CreateAdamW(OptimizerSpec options, Module<Tensor, Tensor> model)
    {
        #region cell: optimizer-adamw
        var optimizer = optim.AdamW(model.parameters(), lr: options.LearningRate,
            beta1: options.Beta1, beta2: options.Beta2, weight_decay: options.WeightDecay);
        #endregion

        return optimizer;
    }
}
