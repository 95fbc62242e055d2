from collections import OrderedDict

torch.manual_seed(options.seed)

# 784 pixels in, 10 scores out: 784 x 10 weights and 10 biases.
model = torch.nn.Sequential(OrderedDict([
    ("linear", torch.nn.Linear(28 * 28, 10)),
])).to(device)
