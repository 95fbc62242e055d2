import math

# The last options.validation_count training images are held out: not trained with, but used to judge the run.
train_count = len(train_images) - options.validation_count
shuffling = torch.Generator().manual_seed(options.seed)


def batches():
    """One epoch: the training images in a new random order, options.batch_size at a time, each changed a little."""
    order = torch.randperm(train_count, generator=shuffling).to(device)
    for batch in range(len(order) // options.batch_size):
        chosen = order[batch * options.batch_size:(batch + 1) * options.batch_size]
        yield augment(train_images[chosen]), train_labels[chosen]


def augment(images):
    """Turns, shifts and zooms each image by an amount of its own, drawn anew each time it is seen."""
    def random(most):
        return (torch.rand(len(images), device=device) * 2 - 1) * most       # -most to +most

    angle = random(math.radians(options.rotation))
    zoom = 1 + random(options.zoom)
    shift_x, shift_y = random(options.shift / 14), random(options.shift / 14)    # half an image is 14 pixels

    # Where each pixel of the new picture comes from in the old one: two rows of a matrix for each image.
    cos, sin = angle.cos() / zoom, angle.sin() / zoom
    theta = torch.stack([torch.stack([cos, -sin, shift_x], 1), torch.stack([sin, cos, shift_y], 1)], 1)
    grid = torch.nn.functional.affine_grid(theta, [len(images), 1, 28, 28], align_corners=False)
    pictures = images.view(-1, 1, 28, 28)
    return torch.nn.functional.grid_sample(pictures, grid, align_corners=False).view(-1, 28 * 28)
