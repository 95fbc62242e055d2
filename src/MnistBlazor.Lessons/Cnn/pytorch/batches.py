import math

# The last options.validation_count images are held out to judge by.
train_count = len(train_images) - options.validation_count
shuffling = torch.Generator().manual_seed(options.seed)


def batches():
    """One epoch: all images in a new order, each changed a little."""
    order = torch.randperm(train_count, generator=shuffling).to(device)
    for batch in range(len(order) // options.batch_size):
        # The next options.batch_size of the order.
        chosen = order[batch * options.batch_size:(batch + 1) * options.batch_size]
        yield augment(train_images[chosen]), train_labels[chosen]


def augment(images):
    """Changes the images of a batch at random."""
    if options.batch_shift > 0:
        # One shift for all images: put a frame of paper around them,
        # and begin anywhere within it, to the pixel.
        frame = options.batch_shift
        framed = torch.nn.functional.pad(
            images.view(-1, 28, 28), [frame, frame, frame, frame])
        start = torch.randint(0, 2 * frame + 1, (2, 1))
        places = (start + torch.arange(28)).to(device)
        images = framed.index_select(1, places[0]).index_select(2, places[1])
        images = images.reshape(-1, 28 * 28)
    if options.varies_each:
        # For every image an angle, a zoom and a shift, drawn anew each time.
        def random(most):
            # From -most to +most.
            return (torch.rand(len(images), device=device) * 2 - 1) * most

        angle = random(math.radians(options.rotation))
        zoom = 1 + random(options.zoom)

        # Half an image is 14 pixels.
        shift_x, shift_y = random(options.shift / 14), random(options.shift / 14)

        # Where each pixel comes from in the old picture: a 2 x 3 matrix.
        cos, sin = angle.cos() / zoom, angle.sin() / zoom
        above = torch.stack([cos, -sin, shift_x], 1)
        below = torch.stack([sin, cos, shift_y], 1)
        theta = torch.stack([above, below], 1)
        grid = torch.nn.functional.affine_grid(
            theta, [len(images), 1, 28, 28], align_corners=False)
        pictures = images.view(-1, 1, 28, 28)
        changed = torch.nn.functional.grid_sample(
            pictures, grid, align_corners=False)
        images = changed.view(-1, 28 * 28)
    return images
