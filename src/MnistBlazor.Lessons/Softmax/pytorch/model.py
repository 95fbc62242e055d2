from collections import OrderedDict

torch.manual_seed(options.seed)

# 784 pixels in, a score for each class out: 784 weights and a bias each.
model = torch.nn.Sequential(OrderedDict([
    ("linear", torch.nn.Linear(28 * 28, len(CLASSES))),
])).to(device)
