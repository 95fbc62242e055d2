#!/usr/bin/env python3
"""Prints the numbers of PyTorch's that stand in tests/MnistBlazor.ML.Tests/TorchSharp. Run with Debian's python3-torch."""
import torch
from torch.optim import SGD, Adagrad, Adam, AdamW, RMSprop
from torch.optim.lr_scheduler import OneCycleLR


def show(name, values):
    print(f"{name}: {', '.join(f'{value:.9g}' if values.dtype == torch.float32 else repr(value) for value in values.flatten().tolist())}")


def streams():
    generator = torch.Generator().manual_seed(42)
    show("randperm", torch.randperm(10, generator=generator))
    show("rand", torch.rand(4, generator=generator))
    show("uniform_", torch.empty(20).uniform_(-2, 3, generator=generator))
    show("bernoulli_, where the processor is not Intel's", torch.empty(16).bernoulli_(0.7, generator=generator))
    generator.manual_seed(7)
    show("randperm of 60000, its last", torch.randperm(60000, generator=generator)[-5:])


def ten_steps(name, create):
    parameters = [torch.nn.Parameter(torch.tensor(values, dtype=torch.float64)) for values in ([1.5, -2.0, 0.5], [-1.0])]
    optimizer = create(parameters)
    for _ in range(10):
        optimizer.zero_grad()
        sum((parameter ** 4 / 4 - parameter).sum() for parameter in parameters).backward()
        optimizer.step()
    show(f"{name}, weights", torch.cat([parameter.detach() for parameter in parameters]))
    for key, value in optimizer.state[parameters[0]].items():
        if torch.is_tensor(value) and value.shape == parameters[0].shape:
            show(f"{name}, {key}", torch.cat([optimizer.state[parameter][key] for parameter in parameters]))


def one_cycle(name, create):
    optimizer = create([torch.nn.Parameter(torch.zeros(1))])
    schedule = OneCycleLR(optimizer, max_lr=0.4, total_steps=10, pct_start=0.3)
    rates, momenta = [], []
    for step in range(10):
        group = optimizer.param_groups[0]
        rates.append(group["lr"])
        momenta.append(group["momentum"] if "momentum" in group else group["betas"][0])
        optimizer.step()
        if step < 9:
            schedule.step()
    show(f"{name}, one cycle, rates", torch.tensor(rates, dtype=torch.float64))
    show(f"{name}, one cycle, momenta", torch.tensor(momenta, dtype=torch.float64))


streams()
ten_steps("SGD", lambda parameters: SGD(parameters, lr=0.01, momentum=0.9, nesterov=True, weight_decay=0.1))
ten_steps("RMSProp", lambda parameters: RMSprop(parameters, lr=0.01, alpha=0.9, momentum=0.5, weight_decay=0.1))
ten_steps("Adagrad", lambda parameters: Adagrad(parameters, lr=0.1, weight_decay=0.1))
ten_steps("Adam", lambda parameters: Adam(parameters, lr=0.05, betas=(0.8, 0.99), weight_decay=0.1))
ten_steps("AdamW", lambda parameters: AdamW(parameters, lr=0.05, betas=(0.8, 0.99), weight_decay=0.1))
one_cycle("SGD", lambda parameters: SGD(parameters, lr=0.1, momentum=0.9))
one_cycle("Adam", lambda parameters: Adam(parameters, lr=0.1))
