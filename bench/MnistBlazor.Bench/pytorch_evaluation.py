"""Evaluates a lesson's network, untrained, with PyTorch whenever a line comes in, and answers with the seconds by the clock it took.

    python3 pytorch_evaluation.py LESSON FOLDER_WITH_MNIST IMAGES
"""
import pathlib
import sys
import time

import torch

from pytorch_lessons import network, raw

lesson, folder, count = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(1)
model = network(lesson).eval()
images = raw(folder, "t10k-images-idx3-ubyte", 16).reshape(-1, 784)[:count].float().div(255)
labels = raw(folder, "t10k-labels-idx1-ubyte", 8)[:count].long()

print("ready", flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    with torch.no_grad():
        scores = torch.cat([model(chunk) for chunk in images.split(1000)])
        scores.argmax(1).eq(labels).float().mean().item()
    print(time.perf_counter() - start, flush=True)
