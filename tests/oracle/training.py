"""Ten steps of every optimizer, and the curves of the learning-rate schedules."""
import torch
import torch.nn.functional as F
from torch import nn
from torch.optim import SGD, Adagrad, Adam, AdamW, RMSprop
from torch.optim.lr_scheduler import OneCycleLR, StepLR

from tensors import _random

STEPS = 10


def _problem():
    """A small network in float64, so that 1e-10 tells an epsilon inside the square root from one outside."""
    model = nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3)).double()
    with torch.no_grad():
        for index, parameter in enumerate(model.parameters()):
            parameter.copy_(_random(70 + index, *parameter.shape, dtype=torch.float64) * 0.7)
    return model, _random(80, 8, 4, dtype=torch.float64), torch.tensor([0, 2, 1, 1, 0, 2, 2, 1])


def _train(make_optimizer, schedule=None):
    model, x, labels = _problem()
    optimizer = make_optimizer(model.parameters())
    scheduler = schedule(optimizer) if schedule else None
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        if scheduler:
            scheduler.step()
        losses.append(loss.item())
    return {"losses": torch.tensor(losses, dtype=torch.float64)} | {name: value for name, value in model.state_dict().items()}


def optimizer_problem():
    model, x, labels = _problem()
    return {"x": x, "labels": labels} | model.state_dict()


def sgd():
    return _train(lambda p: SGD(p, lr=0.1))


def sgd_momentum():
    return _train(lambda p: SGD(p, lr=0.1, momentum=0.9))


def sgd_dampening():
    return _train(lambda p: SGD(p, lr=0.1, momentum=0.9, dampening=0.3))


def sgd_weight_decay():
    return _train(lambda p: SGD(p, lr=0.1, weight_decay=0.05))


def sgd_nesterov():
    return _train(lambda p: SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01, nesterov=True))


def sgd_maximize():
    return _train(lambda p: SGD(p, lr=0.1, momentum=0.5, maximize=True))


def adam():
    return _train(lambda p: Adam(p, lr=0.05))


def adam_betas_weight_decay():
    return _train(lambda p: Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1))


def adam_amsgrad():
    return _train(lambda p: Adam(p, lr=0.2, betas=(0.5, 0.6), amsgrad=True))


def adamw():
    return _train(lambda p: AdamW(p, lr=0.05, weight_decay=0.1))


def adamw_defaults():
    return _train(lambda p: AdamW(p, weight_decay=0))


def rmsprop():
    return _train(lambda p: RMSprop(p, lr=0.01))


def rmsprop_centered():
    return _train(lambda p: RMSprop(p, lr=0.01, alpha=0.9, centered=True))


def rmsprop_momentum():
    return _train(lambda p: RMSprop(p, lr=0.01, alpha=0.9, momentum=0.8, weight_decay=0.05))


def rmsprop_centered_momentum():
    return _train(lambda p: RMSprop(p, lr=0.005, eps=1e-4, momentum=0.5, centered=True))


def adagrad():
    return _train(lambda p: Adagrad(p, lr=0.1))


def adagrad_decay():
    return _train(lambda p: Adagrad(p, lr=0.1, lr_decay=0.2, weight_decay=0.05, initial_accumulator_value=0.1))


def scheduled_sgd():
    return _train(lambda p: SGD(p, lr=0.1, momentum=0.9), lambda o: OneCycleLR(o, max_lr=0.5, total_steps=STEPS + 1))


def scheduled_adam():
    return _train(lambda p: Adam(p, lr=0.01), lambda o: OneCycleLR(o, max_lr=0.1, total_steps=STEPS + 1))


def _curve(make_optimizer, schedule, steps):
    """Learning rate and momentum (Adam's beta1) before each of the steps."""
    optimizer = make_optimizer([nn.Parameter(torch.zeros(1))])
    scheduler = schedule(optimizer)
    rates, momenta = [], []
    for index in range(steps):
        group = optimizer.param_groups[0]
        rates.append(group["lr"])
        momenta.append(group["momentum"] if "momentum" in group else group["betas"][0])
        optimizer.step()
        if index < steps - 1:
            scheduler.step()
    return {"lr": torch.tensor(rates, dtype=torch.float64), "momentum": torch.tensor(momenta, dtype=torch.float64)}


def _sgd(parameters):
    return SGD(parameters, lr=0.1, momentum=0.9)


def _adam(parameters):
    return Adam(parameters, lr=0.01)


def step_lr():
    return _curve(_sgd, lambda o: StepLR(o, step_size=3, gamma=0.5), 12)


def step_lr_defaults():
    return _curve(_adam, lambda o: StepLR(o, step_size=2), 7)


def one_cycle():
    return _curve(_sgd, lambda o: OneCycleLR(o, max_lr=0.4, total_steps=20), 20)


def one_cycle_adam():
    return _curve(_adam, lambda o: OneCycleLR(o, max_lr=0.01, epochs=3, steps_per_epoch=7), 21)


def one_cycle_linear():
    return _curve(_sgd, lambda o: OneCycleLR(o, max_lr=0.4, total_steps=15, pct_start=0.2, anneal_strategy="linear", div_factor=10, final_div_factor=100), 15)


def one_cycle_three_phases():
    return _curve(_sgd, lambda o: OneCycleLR(o, max_lr=0.4, total_steps=24, three_phase=True, base_momentum=0.8, max_momentum=0.9), 24)


def one_cycle_constant_momentum():
    return _curve(_sgd, lambda o: OneCycleLR(o, max_lr=0.4, total_steps=10, cycle_momentum=False), 10)


def clip_grad_norm():
    case = {"a": _random(90, 3, 2), "b": _random(91, 4)}
    for name, limit, kind in (("l2", 1.0, 2.0), ("l1", 2.0, 1.0), ("infinity", 0.5, float("inf")), ("untouched", 100.0, 2.0)):
        parameters = [nn.Parameter(torch.zeros_like(value)) for value in (case["a"], case["b"])]
        for parameter, gradient in zip(parameters, (case["a"], case["b"])):
            parameter.grad = gradient.clone()
        total = nn.utils.clip_grad_norm_(parameters, limit, kind)
        case |= {f"{name}_total": total, f"{name}_a": parameters[0].grad, f"{name}_b": parameters[1].grad}
    return case
