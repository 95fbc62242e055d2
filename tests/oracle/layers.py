"""Layers, activations and losses: what goes forward, and the gradients that come back."""
import torch
import torch.nn.functional as F
from torch import nn

from tensors import _random


def _backward(output, seed):
    """Gradients of (output * weights).sum() with fixed random weights, so that no two elements count alike."""
    weights = _random(seed, *output.shape, dtype=output.dtype)
    (output * weights).sum().backward()
    return weights


def _layer(module, x, seed=100):
    """Gives the module fixed parameters, runs it on x and back."""
    with torch.no_grad():
        for index, parameter in enumerate(module.parameters()):
            parameter.copy_(_random(seed + index, *parameter.shape) * 0.5)
    x = x.clone().requires_grad_()
    y = module(x)
    upstream = _backward(y, seed + 50)
    case = {"x": x, "y": y, "upstream": upstream, "x.grad": x.grad}
    for name, parameter in module.named_parameters():
        case |= {name: parameter, f"{name}.grad": parameter.grad.clone()}
    return case


def linear():
    return _layer(nn.Linear(5, 3), _random(20, 4, 5))


def linear_without_bias():
    return _layer(nn.Linear(5, 3, bias=False), _random(21, 4, 5))


def conv2d():
    return _layer(nn.Conv2d(2, 3, 3), _random(22, 2, 2, 6, 5))


def conv2d_padded():
    return _layer(nn.Conv2d(1, 2, 3, padding=1), _random(23, 2, 1, 5, 5))


def conv2d_strided():
    return _layer(nn.Conv2d(2, 4, (3, 2), stride=(2, 1), padding=(1, 0), bias=False), _random(24, 1, 2, 7, 6))


def conv2d_dilated_in_groups():
    return _layer(nn.Conv2d(4, 4, 3, dilation=2, groups=2), _random(25, 1, 4, 7, 7))


def max_pool2d():
    return _layer(nn.MaxPool2d(2), _random(26, 2, 2, 6, 7))


def max_pool2d_overlapping():
    return _layer(nn.MaxPool2d(3, stride=2, padding=1), _random(27, 1, 2, 7, 7))


def relu():
    return _layer(nn.ReLU(), torch.tensor([-2.0, -1e-6, 0.0, 1e-6, 3.0]))


def gelu():
    return _layer(nn.GELU(), _random(28, 12) * 2)


def sigmoid():
    return _layer(nn.Sigmoid(), _random(29, 12) * 3)


def tanh():
    return _layer(nn.Tanh(), _random(30, 12) * 2)


def batch_norm2d():
    """Two batches in training, then one in evaluation: the running statistics decide the last."""
    layer = nn.BatchNorm2d(3)
    x, second = _random(31, 4, 3, 2, 2) * 3 + 1, _random(32, 4, 3, 2, 2) - 2
    case = _layer(layer, x)
    case |= {"running_mean_1": layer.running_mean.clone(), "running_var_1": layer.running_var.clone()}
    case |= {"second": second, "y_2": layer(second), "running_mean": layer.running_mean.clone(), "running_var": layer.running_var.clone()}
    layer.eval()
    evaluated = x.clone().requires_grad_()
    output = layer(evaluated)
    layer.zero_grad()
    case |= {"y_eval": output, "upstream_eval": _backward(output, 160)}
    return case | {"x.grad_eval": evaluated.grad, "num_batches_tracked": layer.num_batches_tracked}


def network():
    """The shape of lesson 3 in small: convolution, batch norm, ReLU, pooling, dropout at rest, flatten, linear, cross-entropy."""
    model = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.0), nn.Linear(64, 10))
    with torch.no_grad():
        for index, parameter in enumerate(model.parameters()):
            parameter.copy_(_random(40 + index, *parameter.shape) * 0.3)
    initial = {name: value.clone() for name, value in model.state_dict().items()}
    x, labels = _random(50, 6, 1, 8, 8), torch.tensor([3, 1, 4, 1, 5, 9])
    logits = model(x)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    gradients = {f"{name}.grad": parameter.grad for name, parameter in model.named_parameters()}
    return {"x": x, "labels": labels, "logits": logits, "loss": loss} | initial | gradients


def softmax():
    x = (_random(60, 3, 4) * 4).requires_grad_()
    extreme = torch.tensor([[1000.0, 0.0, -1000.0], [88.0, 89.0, 90.0]])
    y = x.softmax(1)
    upstream = _backward(y, 61)
    grad, x.grad = x.grad.clone(), None
    _backward(x.log_softmax(1), 61)
    return {
        "x": x, "softmax": y, "softmax_0": x.softmax(0), "log_softmax": x.log_softmax(1), "log_softmax_0": x.log_softmax(0), "upstream": upstream,
        "softmax.grad": grad, "log_softmax.grad": x.grad, "extreme": extreme, "extreme_softmax": extreme.softmax(1),
        "extreme_log_softmax": extreme.log_softmax(1),
    }


def cross_entropy():
    labels, weight = torch.tensor([2, 0, 3, 2, 1]), torch.tensor([1.0, 0.5, 2.0, 0.25])
    logits = _random(62, 5, 4) * 2
    case = {"x": logits, "labels": labels, "weight": weight}
    variants = {
        "mean": {}, "sum": {"reduction": "sum"}, "none": {"reduction": "none"}, "weighted": {"weight": weight},
        "ignoring": {"ignore_index": 2}, "smoothed": {"label_smoothing": 0.1}, "smoothed_sum": {"label_smoothing": 0.2, "reduction": "sum"},
    }
    for name, options in variants.items():
        x = logits.clone().requires_grad_()
        loss = F.cross_entropy(x, labels, **options)
        loss.sum().backward()
        case |= {name: loss, f"{name}.grad": x.grad}
    case["confident"] = F.cross_entropy(torch.tensor([[0.0, 100.0], [100.0, 0.0]]), torch.tensor([0, 0]), reduction="none")
    return case


def other_losses():
    x, target = _random(63, 4, 3), _random(64, 4, 3)
    labels = torch.tensor([0, 2, 1, 1])
    return {
        "x": x, "target": target, "labels": labels, "mse": F.mse_loss(x, target), "mse_sum": F.mse_loss(x, target, reduction="sum"),
        "nll": F.nll_loss(x.log_softmax(1), labels),
    }
