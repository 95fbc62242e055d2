optimizer = options.optimizer

for epoch in range(options.epochs):
    model.train()
    losses = []
    for images, labels in batches():
        # Forward: [options.batch_size, 784] becomes [options.batch_size, classes].
        scores = model(images)

        # How wrong that is, on average.
        loss = torch.nn.functional.cross_entropy(scores, labels)

        # Forget the gradients of the batch before.
        optimizer.zero_grad()

        # Backward: which way each weight changes the loss.
        loss.backward()

        # Move every weight a little, against its gradient.
        optimizer.step()
        losses.append(loss.detach())

    model.eval()
    with torch.no_grad():
        answers = model(train_images[train_count:]).argmax(1)
        held_out = (answers == train_labels[train_count:]).float().mean()
    print(f"epoch {epoch + 1}: mean loss {torch.stack(losses).mean().item():.4f}, "
          f"held out {held_out.item():.4f}")
