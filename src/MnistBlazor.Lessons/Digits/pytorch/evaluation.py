# Nothing is learned here, so no gradients are needed.
model.eval()
with torch.no_grad():
    # The answer is the class with the largest score; the accuracy, the share of right answers.
    prediction = model(test_images).argmax(1)
    accuracy = (prediction == test_labels).float().mean()

    # Again with pixels 0..255, as the article tests.
    raw_prediction = model(test_images * 255).argmax(1)
    raw_accuracy = (raw_prediction == test_labels).float().mean()

print(f"accuracy: {accuracy.item():.4f} with pixels 0..1, "
      f"{raw_accuracy.item():.4f} with pixels 0..255")
