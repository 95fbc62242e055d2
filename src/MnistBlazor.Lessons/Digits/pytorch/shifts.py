def shifted(images, dx, dy):
    # A frame of paper around each image, eight pixels wide.
    pictures = images.view(-1, 1, 28, 28)
    framed = torch.nn.functional.pad(pictures, (8, 8, 8, 8))

    # The window goes left and up, so what is in it goes right and down.
    window = framed[:, :, 8 - dy:36 - dy, 8 - dx:36 - dx]
    return window.reshape(-1, 28 * 28)


# From the left to the right, the first 1000 test images.
with torch.no_grad():
    for dx in range(-8, 9):
        read = model(shifted(test_images[:1000], dx, 0)).argmax(1)
        share = (read == test_labels[:1000]).float().mean()
        print(f"{dx:+d} pixels: {share.item():.3f}")
