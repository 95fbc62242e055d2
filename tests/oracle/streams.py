"""Random numbers: PyTorch's streams on the CPU (mt19937) have been the same through its versions."""
import torch
from torch import nn


def generator():
    g = torch.Generator().manual_seed(42)
    case = {
        "randperm": torch.randperm(10, generator=g), "rand": torch.rand(5, generator=g), "randn": torch.randn(5, generator=g),
        "randn_long": torch.randn(20, generator=g), "randint": torch.randint(0, 10, (12,), generator=g), "randint_low": torch.randint(-5, 5, (6,), generator=g),
        "uniform": torch.empty(6).uniform_(-2, 3, generator=g), "normal": torch.empty(6).normal_(1, 0.5, generator=g),
        "bernoulli": torch.empty(16).bernoulli_(0.3, generator=g),
    }
    g.manual_seed(7)
    order = torch.randperm(60000, generator=g)
    case |= {"order_first": order[:8], "order_last": order[-8:], "rand_double": torch.rand(4, generator=g, dtype=torch.float64)}
    g.manual_seed(0)
    return case | {"after_seed_0": torch.rand(3, generator=g)}


def initialisation():
    """What a layer is made of after manual_seed: weight first, then bias, both uniform within 1 / sqrt(fan_in)."""
    torch.manual_seed(11)
    linear, conv = nn.Linear(6, 4), nn.Conv2d(2, 3, 3)
    case = {"linear.weight": linear.weight, "linear.bias": linear.bias, "conv.weight": conv.weight, "conv.bias": conv.bias}
    torch.manual_seed(12)
    case["kaiming_uniform"] = nn.init.kaiming_uniform_(torch.empty(4, 3))
    case["kaiming_normal"] = nn.init.kaiming_normal_(torch.empty(4, 3), mode="fan_out", nonlinearity="relu")
    case["xavier_uniform"] = nn.init.xavier_uniform_(torch.empty(4, 3), gain=2)
    case["xavier_normal"] = nn.init.xavier_normal_(torch.empty(4, 3))
    return case


def global_stream():
    """Dropout and torch.rand without a generator draw from the stream that manual_seed sets."""
    torch.manual_seed(13)
    return {"rand": torch.rand(4), "dropout": nn.functional.dropout(torch.ones(24), 0.25), "randn": torch.randn(3)}
