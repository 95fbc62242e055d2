"""The lessons' networks, and MNIST's files as tensors."""
import torch
from torch import nn


def raw(folder, name, header):
    return torch.frombuffer(bytearray((folder / name).read_bytes()[header:]), dtype=torch.uint8)


def pooled(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(), nn.MaxPool2d(2)


def strided(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 5, stride=2, padding=2), nn.BatchNorm2d(outputs), nn.ReLU()


def network(lesson):
    """[N, 784] to [N, 10]."""
    image = nn.Unflatten(1, (1, 28, 28))
    if lesson == "softmax":
        return nn.Linear(784, 10)
    if lesson == "mlp":
        return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 10))
    if lesson == "cnn":
        return nn.Sequential(image, *pooled(1, 8), *pooled(8, 16), *pooled(16, 32), nn.Flatten(), nn.Linear(288, 10))
    if lesson == "cnn-quick":
        return nn.Sequential(image, *strided(1, 16), *strided(16, 32), nn.Flatten(), nn.Linear(1568, 10))
    raise SystemExit(f"There is no network for {lesson}.")
