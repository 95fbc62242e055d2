# Fault, in training, test and drawing alike: the pixels of every
# picture change places, always in the same way.
places = torch.Generator().manual_seed(options.seed)
moved = torch.randperm(28 * 28, generator=places).to(device)
model.register_forward_pre_hook(
    lambda module, images: (images[0][:, moved],))
