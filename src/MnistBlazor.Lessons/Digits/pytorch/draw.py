def read_digit(drawing):
    """A probability for each class, for 28 rows of 28 numbers, 0 (paper) to 255 (ink)."""
    with torch.no_grad():
        # One image, as in training: 0..1.
        image = torch.tensor(drawing, dtype=torch.float32, device=device).div(255)
        return torch.softmax(model(image.view(1, 28 * 28)), dim=1)[0]


probabilities = read_digit((test_images[0] * 255).view(28, 28).tolist())
for name, probability in zip(CLASSES, probabilities.tolist()):
    print(f"{name}: {probability:.4f}")
