# The last options.validation_count images are held out, to judge the run by.
train_count = len(train_images) - options.validation_count
shuffling = torch.Generator().manual_seed(options.seed)


def batches():
    """One epoch: all training images in a new random order."""
    order = torch.randperm(train_count, generator=shuffling).to(device)
    for batch in range(len(order) // options.batch_size):
        # The next options.batch_size of the order.
        chosen = order[batch * options.batch_size:(batch + 1) * options.batch_size]

        # Their images, [options.batch_size, 784], and their labels, [options.batch_size].
        yield train_images[chosen], train_labels[chosen]
