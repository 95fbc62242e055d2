#!/usr/bin/env python3
"""Writes tests/MnistBlazor.ML.Tests/Inspection/inspection-oracle.json: what PyTorch sees inside four small networks.

Weights and images are drawn by a congruential generator, so that neither has to be stored. Run with Debian's python3-torch.
"""
import json
import pathlib

import numpy
import torch
from torch import nn
from torch.nn import functional

TOGETHER, MOST, CLASSES, NEIGHBOURS = 3, 60, 5, 10
NETWORKS = {
    "softmax": nn.Sequential(nn.Linear(784, 5)),
    "mlp": nn.Sequential(nn.Linear(784, 12), nn.ReLU(), nn.Linear(12, 9), nn.Tanh(), nn.Linear(9, 5)),
    "cnn": nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(196, 8), nn.ReLU(),
        nn.Linear(8, 5)),
    "strided": nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 3, 5, stride=2, padding=2), nn.BatchNorm2d(3), nn.ReLU(),
        nn.Conv2d(3, 4, 5, stride=2, padding=2), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(196, 8), nn.ReLU(), nn.Linear(8, 5)),
}
SKIPPED = (nn.Unflatten, nn.Flatten)


def draws(count, seed):
    """-1 to 1, the constants of Numerical Recipes."""
    drawn = []
    for _ in range(count):
        seed = (1664525 * seed + 1013904223) % 2**32
        drawn.append(seed / 2**31 - 1)
    return torch.tensor(drawn, dtype=torch.float64)


def picture(number):
    """28 x 28 bytes, half of them paper."""
    return (draws(784, 1000 + number).clamp(min=0) * 255).floor()


def load(network):
    for number, parameter in enumerate(network.parameters()):
        scale = (6 / parameter[0].numel()) ** 0.5 if parameter.dim() > 1 else 0.1
        parameter.data = (draws(parameter.numel(), number) * scale).reshape(parameter.shape).float()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.weight.data += 1
            module.running_mean += 0.1
            module.running_var += 0.5
    return network.eval()


def look(network, image):
    image = image.clone().requires_grad_()
    values, layers, value = [], [], image
    for module in network:
        value = module(value)
        value.retain_grad()
        values.append(value)
        if not isinstance(module, SKIPPED):
            layers.append(value.flatten().tolist())
    scores = value[0]
    answer, runner_up = scores.argsort(descending=True)[:2].tolist()
    (scores[answer] - scores[runner_up]).backward(retain_graph=True)
    seen = dict(answer=answer, runnerUp=runner_up, layers=layers, evidence=(image.grad * image).flatten().tolist())
    # The last activations that are maps, before they are pooled.
    last = [one for one, module in zip(values, network) if isinstance(module, nn.ReLU) and one.dim() == 4]
    if last:
        maps = last[-1]
        maps.grad = None
        scores[answer].backward()
        heat = torch.relu((maps.grad.mean((2, 3), keepdim=True) * maps).sum(1, keepdim=True))
        seen["heat"] = functional.interpolate(heat, size=(28, 28), mode="bilinear", align_corners=False).flatten().tolist()
    return seen


def nearest(network, image, images):
    with torch.no_grad():
        distances = (network[:-1](images) - network[:-1](image)).norm(dim=1)
    order = distances.argsort()[:5]
    return [[place, distances[place].item()] for place in order.tolist()]


def edit(network, image):
    image, edits = image.clone(), {}
    now = answer = network(image).argmax().item()
    while now == answer and len(edits) < MOST:
        leaf = image.clone().requires_grad_()
        scores = network(leaf)[0]
        other = [place for place in scores.argsort(descending=True).tolist() if place != answer][0]
        (scores[answer] - scores[other]).backward()
        gradient = leaf.grad[0]
        lowers = torch.where(gradient < 0, -gradient * (1 - image[0]), gradient * image[0])
        best = [pixel for pixel in lowers.argsort(descending=True).tolist() if pixel not in edits and lowers[pixel] > 0][:TOGETHER]
        for pixel in best[:MOST - len(edits)]:
            edits[pixel] = image[0, pixel] = 1 if gradient[pixel] < 0 else 0
            now = network(image).argmax().item()
            if now != answer:
                break
        if not best:
            break
    return {"from": answer, "to": now, "flips": now != answer, "edits": [[int(pixel), int(ink)] for pixel, ink in edits.items()]}


def same_class(points, labels):
    distances = numpy.linalg.norm(points[:, None] - points[None], axis=2)
    numpy.fill_diagonal(distances, numpy.inf)
    nearest = distances.argsort(axis=1, kind="stable")[:, :NEIGHBOURS]
    same = (labels[nearest] == labels[:, None]).mean(axis=1)
    return [float(same[labels == label].mean()) for label in range(CLASSES)]


def components(network, images, labels):
    """Principal components with the signs of scikit-learn 1.5: the largest weight of each direction is above 0."""
    with torch.no_grad():
        features = (network if len(network) == 1 else network[:-1])(images).double().numpy()
    centred = features - features.mean(axis=0)
    _, strengths, rows = numpy.linalg.svd(centred, full_matrices=False)
    rows *= numpy.sign(rows[numpy.arange(len(rows)), numpy.abs(rows).argmax(axis=1)])[:, None]
    coordinates = centred @ rows[:2].T
    return dict(
        coordinates=coordinates.flatten().tolist(), shares=(strengths**2 / (strengths**2).sum())[:2].tolist(),
        sameInLayer=same_class(features, labels), sameInPicture=same_class(coordinates, labels))


def ablation(network, images, labels):
    with torch.no_grad():
        features = network[:-1](images)

        def right(values):
            hits = (network[-1](values).argmax(1).numpy() == labels)
            return [int(hits[labels == label].sum()) for label in range(CLASSES)]

        without = []
        for unit in range(features.shape[1]):
            less = features.clone()
            less[:, unit] = 0
            without.append(right(less))
        return dict(right=right(features), without=without)


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return [rounded(one) for one in value] if isinstance(value, list) else value


labels = numpy.arange(40) % CLASSES
images = torch.stack([picture(number).float() / 255 for number in range(41)])
oracle = {}
for name, network in NETWORKS.items():
    load(network)
    ways = [dict(edit(network, image[None]), picture=number) for number, image in enumerate(images)]
    longest = max((way for way in ways if way["flips"]), key=lambda way: len(way["edits"]))
    oracle[name] = rounded(dict(
        look(network, images[:1]), nearest=nearest(network, images[:1], images[1:]), edit=longest,
        map=components(network, images[1:], labels), ablation=ablation(network, images[1:], labels)))
folder = pathlib.Path(__file__).parent / "../MnistBlazor.ML.Tests/Inspection"
folder.mkdir(exist_ok=True)
(folder / "inspection-oracle.json").write_text(
    "{\n" + ",\n".join(f"  {json.dumps(name)}: {json.dumps(seen)}" for name, seen in oracle.items()) + "\n}\n")
