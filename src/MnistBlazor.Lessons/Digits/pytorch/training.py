optimizer = options.optimizer

model.train()
for epoch in range(options.epochs):
    losses = []
    for images, labels in batches():
        scores = model(images)                                      # forward
        loss = torch.nn.functional.cross_entropy(scores, labels)    # how wrong, on average

        optimizer.zero_grad()                                       # forget the gradients of the batch before
        loss.backward()                                             # backward: which way each weight changes the loss
        optimizer.step()                                            # move every weight a little, against its gradient
        losses.append(loss.detach())

    print(f"epoch {epoch + 1}: mean loss {torch.stack(losses).mean().item():.4f}")
