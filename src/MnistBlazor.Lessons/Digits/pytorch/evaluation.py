# Nothing is learned here, so no gradients are needed.
model.eval()
if options.dropout_in_test:
    # Fault: dropout goes on silencing units, as in training.
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.train()
with torch.no_grad():
    # The answer is the class with the largest score.
    prediction = model(test_images).argmax(1)

    # The share of right answers.
    accuracy = (prediction == test_labels).float().mean()

    # Again with pixels 0..255, as the article tests.
    raw_prediction = model(test_images * 255).argmax(1)
    raw_accuracy = (raw_prediction == test_labels).float().mean()

print(f"accuracy: {accuracy.item():.4f} with pixels 0..1, "
      f"{raw_accuracy.item():.4f} with pixels 0..255")
