from collections import OrderedDict

torch.manual_seed(options.seed)

layers = OrderedDict(image=torch.nn.Unflatten(1, (1, 28, 28)))
channels, side = 1, 28
blocks = options.channels
for number, kernels in enumerate(blocks, start=1):
    # Look for patterns, options.kernel_size x options.kernel_size pixels each.
    layers[f"conv{number}"] = torch.nn.Conv2d(
        channels, kernels, kernel_size=options.kernel_size,
        stride=options.stride, padding=options.padding)

    if options.batch_norm:
        # Bring each channel to mean 0 and variance 1.
        layers[f"norm{number}"] = torch.nn.BatchNorm2d(kernels)
    layers[f"relu{number}"] = torch.nn.ReLU()

    if options.pools:
        # Keep the largest of every 2 x 2: half as wide and high.
        layers[f"pool{number}"] = torch.nn.MaxPool2d(2)
        side //= 2
    if options.strided:
        # The kernels went two pixels at a time: half as wide and high.
        side = (side + 1) // 2
    channels = kernels

layers["flatten"] = torch.nn.Flatten()
inputs, hidden = channels * side * side, options.hidden_units
if hidden > 0:
    layers["linear1"] = torch.nn.Linear(inputs, hidden)
    layers[f"relu{len(blocks) + 1}"] = torch.nn.ReLU()
    inputs = hidden
if options.dropout > 0:
    layers["dropout"] = torch.nn.Dropout(options.dropout)
layers["output"] = torch.nn.Linear(inputs, len(CLASSES))

model = torch.nn.Sequential(layers).to(device)
