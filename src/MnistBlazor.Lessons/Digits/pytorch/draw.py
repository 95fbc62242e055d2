def read_digit(drawing):
    """A probability for each class. drawing: 28 x 28, 0 to 255 (ink)."""
    with torch.no_grad():
        # One image, as in training: 0..1.
        image = torch.tensor(drawing, device=device).float().div(255)
        return torch.softmax(model(image.view(1, 28 * 28)), dim=1)[0]


probabilities = read_digit((test_images[0] * 255).view(28, 28).tolist())
for name, probability in zip(CLASSES, probabilities.tolist()):
    print(f"{name}: {probability:.4f}")
