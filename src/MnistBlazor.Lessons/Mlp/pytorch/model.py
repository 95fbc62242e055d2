from collections import OrderedDict

torch.manual_seed(options.seed)

# Units, activation and dropout of each layer.
hidden_layers = options.hidden_layers
layers = OrderedDict()
inputs = 28 * 28
for number, (units, activation, dropout) in enumerate(hidden_layers, start=1):
    layers[f"linear{number}"] = torch.nn.Linear(inputs, units)
    if activation != "None":
        layers[f"{activation}{number}".lower()] = getattr(torch.nn, activation)()
    if dropout > 0:
        layers[f"dropout{number}"] = torch.nn.Dropout(dropout)
    inputs = units
layers[f"linear{len(hidden_layers) + 1}"] = torch.nn.Linear(inputs, len(CLASSES))

model = torch.nn.Sequential(layers)

initialize = {
    # PyTorch's own
    "Default": None,
    # Glorot and Bengio, 2010
    "Xavier": torch.nn.init.xavier_uniform_,
    # He et al., 2015: made for ReLU
    "He": lambda w: torch.nn.init.kaiming_uniform_(w, nonlinearity="relu"),
    # all units alike, and alike they stay
    "Zeros": torch.nn.init.zeros_,
}[options.initialization]
if initialize:
    for layer in model:
        if isinstance(layer, torch.nn.Linear):
            initialize(layer.weight)
            torch.nn.init.zeros_(layer.bias)

model.to(device)
