# Fault: every training image gets the label of another one.
mixing = torch.Generator().manual_seed(options.seed)
mixed = len(train_labels) - options.validation_count
others = torch.randperm(mixed, generator=mixing).to(device)
train_labels[:mixed] = train_labels[others].clone()
