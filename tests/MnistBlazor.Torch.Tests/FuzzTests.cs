using System.Runtime.InteropServices;

namespace MnistBlazor.Torch.Tests;

/// <summary>
/// Thousands of calls with shapes, dimensions, indices and element types drawn at random, most of them wrong. Each gives a tensor
/// or an exception; the process, its grad mode and its arithmetic survive all of them.
/// </summary>
public class FuzzTests
{
    private const int Calls = 6000;

    private static readonly Func<Dice, Tensor?>[] Operations =
    [
        d => d.Any() + d.Any(),
        d => d.Any() / d.Any(),
        d => d.Any().matmul(d.Any()),
        d => d.Any().mm(d.Any()),
        d => d.Any().reshape(d.Shape()),
        d => d.Any().view(d.Shape()),
        d => d.Any().expand(d.Shape()),
        d => d.Any().permute(d.Shape()),
        d => d.Any().transpose(d.Small(), d.Small()),
        d => d.Any().flatten(d.Small(), d.Small()),
        d => d.Any().unsqueeze(d.Small()),
        d => d.Any().squeeze(d.Small()),
        d => d.Any().narrow(d.Small(), d.Small(), d.Small()),
        d => d.Any().select(d.Small(), d.Small()),
        d => d.Any().index_select(d.Small(), d.Any()),
        d => d.Any().gather(d.Small(), d.Any()),
        d => d.Any()[d.Any()],
        d => d.Any()[d.Any(), d.Any()],
        d => d.Any()[d.Small(), TensorIndex.Slice(d.Small(), d.Small(), d.Small())],
        d => d.Any()[TensorIndex.Ellipsis, TensorIndex.None, d.Small()],
        d => d.Any().sum(d.Small()),
        d => d.Any().mean(d.Shape()),
        d => d.Any().max(d.Small()).values,
        d => d.Any().argmax(d.Small()),
        d => d.Any().topk((int)d.Small(), (int)d.Small()).values,
        d => d.Any().bincount(null, d.Small()),
        d => d.Any().softmax(d.Small()),
        d => d.Any().copy_(d.Any()),
        d => d.Any().add_(d.Any()),
        d => d.Any().to_type(d.Type()),
        d => cat([d.Any(), d.Any()], d.Small()),
        d => stack([d.Any(), d.Any()], d.Small()),
        d => where(d.Any(), d.Any(), d.Any()),
        d => zeros(d.Shape(), d.Type()),
        d => randint(d.Small(), d.Small(), d.Shape()),
        d => nn.functional.linear(d.Any(), d.Any(), d.Any()),
        d => nn.functional.conv2d(d.Any(), d.Any(), d.Any(), d.Pair(), d.Pair(), d.Pair(), d.Small()),
        d => nn.functional.max_pool2d(d.Any(), d.Small(), d.Small(), d.Small(), d.Small()),
        d => nn.functional.batch_norm(d.Any(), d.Any(), d.Any(), d.Any(), d.Any(), training: d.Coin()),
        d => nn.functional.dropout(d.Any(), d.Small() / 4.0),
        d => nn.functional.cross_entropy(d.Any(), d.Any()),
        d => nn.functional.cross_entropy(d.Any(), d.Any(), d.Any(), d.Small()),
        d => nn.functional.nll_loss(d.Any(), d.Any()),
        d => nn.functional.mse_loss(d.Any(), d.Any()),
        d => Backward(d.Any(), d.Any()),
    ];

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Whatever_is_asked_gives_a_tensor_or_an_exception(int seed)
    {
        var dice = new Dice(new Random(seed));
        var (answered, refused) = (0, 0);
        for (var call = 0; call < Calls; call++)
        {
            using var scope = NewDisposeScope();
            try
            {
                var result = Operations[call % Operations.Length](dice);
                _ = result?.shape;
                answered++;
            }
            catch (Exception e) when (e is ExternalException or ArgumentException or InvalidOperationException or NotSupportedException)
            {
                Assert.NotEmpty(e.Message);
                refused++;
            }
        }

        // Both happened often: the fuzz is neither all nonsense nor all sense.
        Assert.InRange(answered, Calls / 10, Calls);
        Assert.InRange(refused, Calls / 10, Calls);
        Assert.True(is_grad_enabled());
        using (NewDisposeScope()) Near.Identical(full([2, 2], 3f), ones(2, 3).mm(ones(3, 2)));
    }

    private static Tensor? Backward(Tensor x, Tensor y)
    {
        var leaf = x.detach().requires_grad_();
        (leaf * y).backward();
        return leaf.grad;
    }

    /// <summary>Draws arguments: small, often wrong, never so large that memory is at stake.</summary>
    private sealed class Dice(Random random)
    {
        private static readonly ScalarType[] Types =
            [ScalarType.Float32, ScalarType.Float32, ScalarType.Float32, ScalarType.Float64, ScalarType.Int64, ScalarType.Int64, ScalarType.Byte, ScalarType.Bool];

        public ScalarType Type() => Types[random.Next(Types.Length)];

        public long Small() => random.Next(-2, 5);

        public bool Coin() => random.Next(2) == 0;

        public long[] Pair() => [Small(), Small()];

        public long[] Shape() => [.. Enumerable.Range(0, random.Next(5)).Select(_ => (long)random.Next(-1, 5))];

        /// <summary>A tensor of 0 to 4 dimensions of 0 to 4 elements, with whole numbers -2..4 as values.</summary>
        public Tensor Any()
        {
            long[] shape = [.. Enumerable.Range(0, random.Next(5)).Select(_ => (long)random.Next(random.Next(8) == 0 ? 0 : 1, 5))];
            var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            for (var i = 0; i < values.Length; i++) values[i] = Small();
            return tensor(values, shape).to_type(Type());
        }
    }
}
