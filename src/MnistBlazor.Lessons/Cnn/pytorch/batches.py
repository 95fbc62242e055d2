import math

# The last options.validation_count images are held out, to judge the run by.
train_count = len(train_images) - options.validation_count
shuffling = torch.Generator().manual_seed(options.seed)


def batches():
    """One epoch: all images in a new random order, each changed a little."""
    order = torch.randperm(train_count, generator=shuffling).to(device)
    for batch in range(len(order) // options.batch_size):
        # The next options.batch_size of the order.
        chosen = order[batch * options.batch_size:(batch + 1) * options.batch_size]
        yield augment(train_images[chosen]), train_labels[chosen]


def augment(images):
    """Turns, shifts and zooms each image by an amount of its own."""
    def random(most):
        # From -most to +most.
        return (torch.rand(len(images), device=device) * 2 - 1) * most

    angle = random(math.radians(options.rotation))
    zoom = 1 + random(options.zoom)

    # Half an image is 14 pixels.
    shift_x, shift_y = random(options.shift / 14), random(options.shift / 14)

    # Where in the old picture each pixel of the new one comes from: a 2 x 3 matrix.
    cos, sin = angle.cos() / zoom, angle.sin() / zoom
    above = torch.stack([cos, -sin, shift_x], 1)
    below = torch.stack([sin, cos, shift_y], 1)
    theta = torch.stack([above, below], 1)
    grid = torch.nn.functional.affine_grid(
        theta, [len(images), 1, 28, 28], align_corners=False)
    pictures = images.view(-1, 1, 28, 28)
    changed = torch.nn.functional.grid_sample(pictures, grid, align_corners=False)
    return changed.view(-1, 28 * 28)
