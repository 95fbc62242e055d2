# The last options.validation_count training images are held out: not trained with, but used to judge the run.
train_count = len(train_images) - options.validation_count
shuffling = torch.Generator().manual_seed(options.seed)


def batches():
    """One epoch: the other training images in a new random order, options.batch_size at a time."""
    order = torch.randperm(train_count, generator=shuffling).to(device)
    for batch in range(len(order) // options.batch_size):
        chosen = order[batch * options.batch_size:(batch + 1) * options.batch_size]
        yield train_images[chosen], train_labels[chosen]     # [options.batch_size, 784] and [options.batch_size]
