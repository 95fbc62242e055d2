#!/usr/bin/env python3
"""Prints the figures that stand in tests/MnistBlazor.ML.Tests/Statistics. Run with Debian's python3-numpy."""
import itertools
import numpy


def table(rows):
    """Powers of 3 modulo 101: as good as random, and the same everywhere."""
    return numpy.array([[pow(3, 3 * i + j + 1, 101) for j in range(3)] for i in range(rows)], dtype=float)


def standardised(values):
    return (values - values.mean(0)) / values.std(0)


def regression():
    values = table(20)
    x, y = values[:, :2], values[:, 2]
    ones = numpy.column_stack([numpy.ones(len(x)), x])
    solution, _, _, _ = numpy.linalg.lstsq(ones, y, rcond=None)
    residuals = y - ones @ solution
    weights, _, _, _ = numpy.linalg.lstsq(standardised(x), standardised(y), rcond=None)
    print("regression", solution.tolist(), "weights", weights.tolist())
    print("residuals", residuals[:3].tolist(), "R2", 1 - (residuals ** 2).sum() / ((y - y.mean()) ** 2).sum())


def clusters():
    """The best of all ways to divide ten rows into three: no start can miss it."""
    points = standardised(table(10)[:, :2])
    best = (numpy.inf, None)
    for labels in itertools.product(range(3), repeat=9):
        labels = numpy.array((0, *labels))
        inertia = sum(((points[labels == k] - points[labels == k].mean(0)) ** 2).sum() for k in range(3) if (labels == k).any())
        if inertia < best[0] - 1e-12:
            best = (inertia, labels)
    print("clusters", best[0], best[1].tolist())


regression()
clusters()
