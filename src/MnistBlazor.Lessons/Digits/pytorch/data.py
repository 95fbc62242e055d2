import gzip
import os
import urllib.request

DATASET = options.dataset
# Where the four files are, or will be.
FOLDER = os.environ.get("DATASET_FOLDER", DATASET)
CLASSES = options.class_names
MIRROR = {
    "mnist": "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "fashion-mnist": "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
}.get(DATASET)


def read(name, header):
    """The bytes of one of the files, without its header."""
    path = os.path.join(FOLDER, name)
    if os.path.exists(path):
        with open(path, "rb") as file:
            content = file.read()
    else:
        if not os.path.exists(path + ".gz"):
            if MIRROR is None:
                raise FileNotFoundError(
                    f"{name} is missing: put the data set's files into {FOLDER}; "
                    "the lesson's page gives them as a zip")
            os.makedirs(FOLDER, exist_ok=True)
            urllib.request.urlretrieve(MIRROR + name + ".gz", path + ".gz")
        with gzip.open(path + ".gz") as file:
            content = file.read()
    return torch.frombuffer(bytearray(content), dtype=torch.uint8, offset=header)


def images(name):
    # One row per image; 0..255 becomes 0..1.
    return read(name, 16).view(-1, 28 * 28).float().div(255).to(device)


def labels(name):
    # One label per image: not one-hot, just its number.
    return read(name, 8).long().to(device)


train_images = images("train-images-idx3-ubyte")
train_labels = labels("train-labels-idx1-ubyte")
test_images = images("t10k-images-idx3-ubyte")
test_labels = labels("t10k-labels-idx1-ubyte")
