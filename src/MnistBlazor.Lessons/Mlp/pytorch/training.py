optimizer = options.optimizer

for epoch in range(options.epochs):
    model.train()
    losses = []
    for images, labels in batches():
        scores = model(images)                                      # forward
        loss = torch.nn.functional.cross_entropy(scores, labels)    # how wrong, on average

        optimizer.zero_grad()                                       # forget the gradients of the batch before
        loss.backward()                                             # backward: which way each weight changes the loss
        optimizer.step()                                            # move every weight a little, against its gradient
        losses.append(loss.detach())

    model.eval()
    with torch.no_grad():
        scores, labels = model(train_images[train_count:]), train_labels[train_count:]
    print(f"epoch {epoch + 1}: mean loss {torch.stack(losses).mean().item():.4f}, "
          f"held out: loss {torch.nn.functional.cross_entropy(scores, labels).item():.4f}, "
          f"accuracy {(scores.argmax(1) == labels).float().mean().item():.4f}")
