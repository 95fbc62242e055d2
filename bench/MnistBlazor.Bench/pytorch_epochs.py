"""Trains the lessons' networks with PyTorch, an epoch for each line that comes in, and answers with the seconds it took.

    python3 pytorch_epochs.py (resident | article) (softmax | mlp) FOLDER_WITH_MNIST

resident: the images are one tensor from which batches are cut, as in MnistBlazor.
article:  the source article's own loop: torchvision's MNIST, ToTensor for every image, DataLoader.
"""
import pathlib
import sys
import tempfile
import time

import torch

way, lesson, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
BATCH = 1000
torch.set_num_threads(1)

if lesson == "softmax":
    model = torch.nn.Linear(784, 10)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
else:
    model = torch.nn.Sequential(torch.nn.Linear(784, 256), torch.nn.ReLU(), torch.nn.Linear(256, 256), torch.nn.ReLU(), torch.nn.Linear(256, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
criterion = torch.nn.CrossEntropyLoss()


def raw(name, header):
    return torch.frombuffer(bytearray((folder / name).read_bytes()[header:]), dtype=torch.uint8)


def resident_batches():
    order = torch.randperm(len(images))
    for start in range(0, len(images), BATCH):
        chosen = order[start:start + BATCH]
        yield images.index_select(0, chosen), labels.index_select(0, chosen)


def article_batches():
    for X, Y in loader:
        yield X.view(-1, 28 * 28), Y


if way == "resident":
    images = raw("train-images-idx3-ubyte", 16).reshape(-1, 784).float().div(255)
    labels = raw("train-labels-idx1-ubyte", 8).long()
    batches = resident_batches
else:
    import torchvision

    place = tempfile.TemporaryDirectory()
    (pathlib.Path(place.name) / "MNIST").mkdir()
    (pathlib.Path(place.name) / "MNIST" / "raw").symlink_to(folder.resolve())
    dataset = torchvision.datasets.MNIST(root=place.name, train=True, transform=torchvision.transforms.ToTensor(), download=False)
    loader = torch.utils.data.DataLoader(dataset, batch_size=BATCH, shuffle=True, drop_last=True)
    batches = article_batches

print("ready", flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    total = 0
    for X, Y in batches():
        cost = criterion(model(X), Y)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.detach()
    float(total)
    print(time.perf_counter() - start, flush=True)
