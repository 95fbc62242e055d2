model.eval()
with torch.no_grad():                                        # nothing is learned here
    prediction = model(test_images).argmax(1)                # the class with the largest score
    accuracy = (prediction == test_labels).float().mean()    # share of right answers

    raw_prediction = model(test_images * 255).argmax(1)      # pixels 0..255, as the article tests
    raw_accuracy = (raw_prediction == test_labels).float().mean()

print(f"accuracy: {accuracy.item():.4f} with pixels 0..1, {raw_accuracy.item():.4f} with pixels 0..255")
