with torch.no_grad():
    images, labels = next(batches())

    # A score for each image and class: [options.batch_size, classes].
    scores = model(images)

    # Each row now adds up to 1.
    probabilities = torch.softmax(scores, dim=1)

    # The mean of -log(probability of the right class).
    loss = torch.nn.functional.cross_entropy(scores, labels)

print(f"loss before training: {loss.item():.4f}")
