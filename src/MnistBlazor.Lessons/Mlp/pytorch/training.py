optimizer = options.optimizer

for epoch in range(options.epochs):
    model.train()
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

    model.eval()
    if options.dropout_in_test:
        # Fault: dropout goes on silencing units, as in training.
        for module in model.modules():
            if isinstance(module, torch.nn.Dropout):
                module.train()
    with torch.no_grad():
        scores = model(train_images[train_count:])
        labels = train_labels[train_count:]
        held_out_loss = torch.nn.functional.cross_entropy(scores, labels)
        held_out = (scores.argmax(1) == labels).float().mean()
    mean_loss = torch.stack(losses).mean().item()
    print(f"epoch {epoch + 1}: mean loss {mean_loss:.4f}, "
          f"held out: loss {held_out_loss.item():.4f}, "
          f"accuracy {held_out.item():.4f}")
