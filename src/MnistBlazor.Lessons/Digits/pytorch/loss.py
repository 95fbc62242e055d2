with torch.no_grad():
    images, labels = next(batches())
    scores = model(images)                                       # [options.batch_size, classes]: a score for each class
    probabilities = torch.softmax(scores, dim=1)                 # each row now adds up to 1
    loss = torch.nn.functional.cross_entropy(scores, labels)     # mean of -log(probability of the right class)

print(f"loss before training: {loss.item():.4f}")
