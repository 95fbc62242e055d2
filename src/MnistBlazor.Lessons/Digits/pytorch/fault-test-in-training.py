# Fault: the test's images take the place of the last training images.
end = len(train_images) - options.validation_count
start = max(0, end - len(test_images))
train_images[start:end] = test_images[:end - start]
train_labels[start:end] = test_labels[:end - start]
