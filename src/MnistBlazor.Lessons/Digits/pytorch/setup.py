import torch

device = torch.device(options.device)
