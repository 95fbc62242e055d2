optimizer = options.optimizer

# Momentum goes the other way, down and up again, in the optimizers that have one.
has_momentum = "betas" in optimizer.defaults or optimizer.defaults.get("momentum", 0) > 0
steps = options.epochs * (train_count // options.batch_size)
schedule = {
    "OneCycle": lambda: torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=options.learning_rate, total_steps=steps, pct_start=0.3, cycle_momentum=has_momentum),
    "Constant": lambda: torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1.0),
}[options.schedule]()

for epoch in range(options.epochs):
    model.train()
    losses = []
    for images, labels in batches():
        scores = model(images)                                      # forward
        loss = torch.nn.functional.cross_entropy(scores, labels)    # how wrong, on average

        optimizer.zero_grad()                                       # forget the gradients of the batch before
        loss.backward()                                             # backward: which way each weight changes the loss
        optimizer.step()                                            # move every weight a little, against its gradient
        schedule.step()                                             # the learning rate of the next batch
        losses.append(loss.detach())

    model.eval()
    with torch.no_grad():
        held_out = model(train_images[train_count:]).argmax(1) == train_labels[train_count:]
    print(f"epoch {epoch + 1}: mean loss {torch.stack(losses).mean().item():.4f}, "
          f"held out {held_out.float().mean().item():.4f}")
