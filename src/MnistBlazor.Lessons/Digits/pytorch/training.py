optimizer = options.optimizer

model.train()
for epoch in range(options.epochs):
    losses = []
    for images, labels in batches():
        # Forward: [options.batch_size, 784] becomes [options.batch_size, classes].
        scores = model(images)

        # How wrong that is, on average.
        loss = torch.nn.functional.cross_entropy(scores, labels)

        if options.zeroes_gradients:
            # Forget the gradients of the batch before.
            optimizer.zero_grad()

        # Backward: which way each weight changes the loss.
        loss.backward()

        # Move every weight a little, against its gradient.
        optimizer.step()
        losses.append(loss.detach())

    mean_loss = torch.stack(losses).mean().item()
    print(f"epoch {epoch + 1}: mean loss {mean_loss:.4f}")
