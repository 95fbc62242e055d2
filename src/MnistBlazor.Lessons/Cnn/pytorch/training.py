optimizer = options.optimizer

# Up for 30% of the steps, then down; momentum goes the other way.
defaults = optimizer.defaults
has_momentum = "betas" in defaults or defaults.get("momentum", 0) > 0
steps = options.epochs * (train_count // options.batch_size)
schedule = {
    "OneCycle": lambda: torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=options.learning_rate, total_steps=steps,
        pct_start=0.3, cycle_momentum=has_momentum),
    "Constant": lambda: torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: 1.0),
}[options.schedule]()

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

        # The learning rate of the next batch.
        schedule.step()
        losses.append(loss.detach())

    model.eval()
    if options.dropout_in_test:
        # Fault: dropout goes on silencing units, as in training.
        for module in model.modules():
            if isinstance(module, torch.nn.Dropout):
                module.train()
    with torch.no_grad():
        answers = model(train_images[train_count:]).argmax(1)
        held_out = (answers == train_labels[train_count:]).float().mean()
    mean_loss = torch.stack(losses).mean().item()
    print(f"epoch {epoch + 1}: mean loss {mean_loss:.4f}, "
          f"held out {held_out.item():.4f}")
