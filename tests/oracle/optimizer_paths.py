#!/usr/bin/env python3
"""Writes tests/MnistBlazor.ML.Tests/Surfaces/descent-oracle.json: the ways of PyTorch's optimizers down the lab's surfaces. Debian's python3-torch."""
import json
import math
import os
import torch
from torch.optim import SGD, Adagrad, Adam, AdamW, RMSprop

SURFACES = {
    "valley": (lambda x, y: 0.05 * x**2 + 2.5 * y**2, (-7, 2)),
    "saddle": (lambda x, y: x**2 / 2 - y**2 / 2 + y**4 / 4, (-1.5, 0.001)),
    "beale": (lambda x, y: (1.5 - x + x * y)**2 + (2.25 - x + x * y**2)**2 + (2.625 - x + x * y**3)**2, (1, 1.5)),
    "rosenbrock": (lambda x, y: (1 - x)**2 + 100 * (y - x**2)**2, (-1.5, 2)),
    "himmelblau": (lambda x, y: (x**2 + y - 11)**2 + (x + y**2 - 7)**2, (0, 0.5)),
    "many-minima": (lambda x, y: 20 + x**2 - 10 * torch.cos(2 * math.pi * x) + y**2 - 10 * torch.cos(2 * math.pi * y), (3.4, 2.3)),
}
OPTIMIZERS = {
    "sgd": lambda p: SGD(p, lr=0.0005),
    "momentum": lambda p: SGD(p, lr=0.0005, momentum=0.9),
    "nesterov": lambda p: SGD(p, lr=0.0005, momentum=0.9, nesterov=True),
    "rmsprop": lambda p: RMSprop(p, lr=0.01),
    "adagrad": lambda p: Adagrad(p, lr=0.1),
    "adam": lambda p: Adam(p, lr=0.05),
    "adamw": lambda p: AdamW(p, lr=0.05, weight_decay=0.01),
}
STEPS = (1, 2, 5, 10, 50, 100)


def walk(surface, start, optimizer):
    point = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
    steps = optimizer([point])
    seen = []
    for step in range(1, max(STEPS) + 1):
        steps.zero_grad()
        loss = surface(point[0], point[1])
        loss.backward()
        steps.step()
        if step in STEPS:
            with torch.no_grad():
                seen.append([step, point[0].item(), point[1].item(), surface(point[0], point[1]).item()])
    return seen


folder = os.path.join(os.path.dirname(__file__), "../MnistBlazor.ML.Tests/Surfaces")
with open(os.path.join(folder, "descent-oracle.json"), "w", encoding="utf-8") as file:
    ways = {f"{surface} {name}": walk(loss, start, create)
            for surface, (loss, start) in SURFACES.items() for name, create in OPTIMIZERS.items()}
    file.write("{\n" + ",\n".join(f"  {json.dumps(key)}: {json.dumps(way)}" for key, way in ways.items()) + "\n}\n")
