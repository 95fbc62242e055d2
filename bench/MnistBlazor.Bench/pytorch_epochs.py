"""Trains the lessons' networks with PyTorch, an epoch for each line that comes in, and answers with the seconds it took: of processor
time, and by the clock.

    python3 pytorch_epochs.py (resident | article) (softmax | mlp | cnn) FOLDER_WITH_MNIST IMAGES BATCH_SIZE

resident: the images are one tensor from which batches are cut, as in MnistBlazor.
article:  the source article's own loop: torchvision's MNIST, ToTensor for every image, DataLoader. It has no cnn.
"""
import math
import pathlib
import sys
import tempfile
import time

import torch
from torch import nn

from pytorch_lessons import network, raw

way, lesson, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
count, batch_size = int(sys.argv[4]), int(sys.argv[5])
torch.set_num_threads(1)


def augment(images, rotation, shift, zoom):
    def random(most):
        return (torch.rand(len(images)) * 2 - 1) * most

    angle, scale, x, y = random(math.radians(rotation)), 1 + random(zoom), random(shift / 14), random(shift / 14)
    cos, sin = angle.cos() / scale, angle.sin() / scale
    theta = torch.stack([torch.stack([cos, -sin, x], 1), torch.stack([sin, cos, y], 1)], 1)
    pictures = images.reshape(-1, 1, 28, 28)
    grid = nn.functional.affine_grid(theta, pictures.shape, align_corners=False)
    return nn.functional.grid_sample(pictures, grid, align_corners=False).reshape(-1, 784)


def resident_batches():
    order = torch.randperm(count)
    for start in range(0, count, batch_size):
        chosen = order[start:start + batch_size]
        batch = images.index_select(0, chosen)
        yield augment(batch, 8, 1, 0.05) if lesson == "cnn" else batch, labels.index_select(0, chosen)


def article_batches():
    for X, Y in loader:
        yield X.view(-1, 28 * 28), Y


if way == "article" and lesson == "cnn":
    raise SystemExit("The article has no cnn.")
model = network(lesson)
if lesson == "softmax":
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
elif lesson == "mlp":
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
else:
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01, weight_decay=0.01)
criterion = nn.CrossEntropyLoss()

if way == "resident":
    images = raw(folder, "train-images-idx3-ubyte", 16).reshape(-1, 784).float().div(255)
    labels = raw(folder, "train-labels-idx1-ubyte", 8).long()
    batches = resident_batches
else:
    import torchvision

    place = tempfile.TemporaryDirectory()
    (pathlib.Path(place.name) / "MNIST").mkdir()
    (pathlib.Path(place.name) / "MNIST" / "raw").symlink_to(folder.resolve())
    dataset = torchvision.datasets.MNIST(root=place.name, train=True, transform=torchvision.transforms.ToTensor(), download=False)
    dataset.data, dataset.targets = dataset.data[:count], dataset.targets[:count]
    loader = torch.utils.data.DataLoader(dataset, batch_size=batch_size, shuffle=True, drop_last=True)
    batches = article_batches

print("ready", flush=True)
for _ in sys.stdin:
    start, clock = time.process_time(), time.perf_counter()
    total = 0
    for X, Y in batches():
        cost = criterion(model(X), Y)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.detach()
    float(total)
    print(time.process_time() - start, time.perf_counter() - clock, flush=True)
