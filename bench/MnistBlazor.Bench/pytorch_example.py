"""PyTorch's own example for MNIST (pytorch/examples, mnist/main.py), its images being one tensor from which batches are cut.

    python3 pytorch_example.py FOLDER_WITH_MNIST TEST_IMAGES BATCHES EPOCHS ACCURACY

For every line, a seed, it trains BATCHES (0: all) an epoch, for at most EPOCHS, until the test images are read with ACCURACY, and
answers with the seconds of training by the clock, the accuracy and the epochs.
"""
import pathlib
import sys
import time

import torch
from torch import nn

from pytorch_lessons import raw

folder, tests, batches, epochs, wanted = pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:5]), float(sys.argv[5])
torch.set_num_threads(1)


def pictures(name):
    return raw(folder, name, 16).reshape(-1, 1, 28, 28).float().div(255).sub(0.1307).div(0.3081)


images, labels = pictures("train-images-idx3-ubyte"), raw(folder, "train-labels-idx1-ubyte", 8).long()
test_images, test_labels = pictures("t10k-images-idx3-ubyte")[:tests], raw(folder, "t10k-labels-idx1-ubyte", 8)[:tests].long()

print("ready", flush=True)
for line in sys.stdin:
    torch.manual_seed(int(line))
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25), nn.Flatten(),
        nn.Linear(9216, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10), nn.LogSoftmax(1))
    optimizer = torch.optim.Adadelta(model.parameters(), lr=1.0)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)
    seconds, accuracy, epoch = 0, 0, 0
    while accuracy < wanted and epoch < epochs:
        start = time.perf_counter()
        model.train()
        for chosen in torch.randperm(len(images)).split(64)[:batches or None]:
            optimizer.zero_grad()
            nn.functional.nll_loss(model(images.index_select(0, chosen)), labels.index_select(0, chosen)).backward()
            optimizer.step()
        schedule.step()
        seconds, epoch = seconds + time.perf_counter() - start, epoch + 1
        model.eval()
        with torch.no_grad():
            answers = torch.cat([model(chunk).argmax(1) for chunk in test_images.split(1000)])
        accuracy = answers.eq(test_labels).float().mean().item()
    print(seconds, accuracy, epoch, flush=True)
