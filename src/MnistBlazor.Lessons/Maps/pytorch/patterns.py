import csv

import torch


def column(name):
    """A column of the table as numbers: [regions, 1]."""
    with open("table.csv", encoding="utf-8-sig") as file:
        cells = [[float(row[name])] for row in csv.DictReader(file)]
    return torch.tensor(cells, dtype=torch.float64)


def standardised(rows):
    """Columns with mean 0 and standard deviation 1."""
    mean = rows.mean(0, keepdim=True)
    deviation = rows.std(0, unbiased=False, keepdim=True)
    scale = deviation + (deviation == 0)
    return (rows - mean) / scale, mean, deviation


rows = torch.cat([column(name) for name in options.columns], dim=1)

if options.regression:
    columns, _, _ = standardised(rows)
    target = column(options.target)
    goal, goal_mean, goal_deviation = standardised(target)
    # The weights that leave the least sum of squared residuals.
    weights = torch.linalg.lstsq(columns, goal).solution
    predictions = columns @ weights * goal_deviation + goal_mean
    residuals = target - predictions
if options.clustering:
    points, mean, deviation = standardised(rows)
    def distances(centres):
        return (points.unsqueeze(1) - centres).square().sum(-1)
    least = float("inf")
    # A single start may end in a poor place.
    for start in range(50):
        # k-means++: the further from the centres so far, the likelier.
        chosen = [torch.randint(len(points), (1,)).item()]
        while len(chosen) < options.clusters:
            weights = distances(points[chosen]).amin(1)
            chosen.append(torch.multinomial(weights, 1).item())
        centres, labels, changed = points[chosen], None, True
        # Rows go to the nearest centre, centres to the mean of their rows.
        while changed:
            nearest = distances(centres).argmin(1)
            members = torch.nn.functional.one_hot(nearest, len(centres))
            members = members.to(points.dtype)
            counts = members.sum(0).unsqueeze(1)
            means = members.T @ points / counts.clamp(min=1)
            centres = torch.where(counts > 0, means, centres)
            changed = labels is None or not nearest.equal(labels)
            labels = nearest
        inertia = distances(centres).amin(1).sum().item()
        if inertia < least:
            least, clusters = inertia, labels
            cluster_means = centres * deviation + mean
