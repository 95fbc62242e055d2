"""Creation, conversion, indexing, arithmetic, matrix products, reductions."""
import torch


def _random(seed, *shape, dtype=torch.float32):
    return torch.randn(*shape, dtype=dtype, generator=torch.Generator().manual_seed(seed))


def creation():
    return {
        "zeros": torch.zeros(2, 3),
        "ones": torch.ones(2, 3, dtype=torch.float64),
        "full": torch.full((2, 2), 1.5),
        "arange_long": torch.arange(0, 10, 3),
        "arange_float": torch.arange(0.0, 1.0, 0.25),
        "linspace": torch.linspace(-1, 1, 5),
        "eye": torch.eye(3),
    }


def conversion():
    x = torch.tensor([0.0, 0.4, 0.5, 0.999, 1.5, 2.5, 127.9, 254.5, 255.0])
    signed = torch.tensor([-2.7, -0.5, 0.0, 0.5, 2.7])
    pixels = torch.tensor([0, 1, 127, 128, 255], dtype=torch.uint8)
    return {
        "x": x, "to_uint8": x.to(torch.uint8),
        "signed": signed, "to_int64": signed.to(torch.int64), "to_int32": signed.to(torch.int32), "to_bool": signed.to(torch.bool),
        "to_float64": signed.to(torch.float64),
        "pixels": pixels, "scaled": pixels.to(torch.float32) / 255, "wrapped": pixels + pixels,
    }


def indexing():
    x = torch.arange(60, dtype=torch.float32).reshape(3, 4, 5)
    rows = torch.tensor([2, 0, 2])
    written = x.clone()
    written[1, :, 2:4] = 0
    written[0, 0] = torch.tensor([9.0, 8.0, 7.0, 6.0, 5.0])
    return {
        "x": x, "rows": rows,
        "item": x[1, 2, 3], "row": x[1], "last": x[-1], "column": x[:, 1], "slice": x[1:3, :, 1:4],
        "step": x[:, ::2, 1::2], "ellipsis": x[..., 0], "none": x[:, None, 1], "by_tensor": x[rows], "by_two_tensors": x[rows, torch.tensor([0, 1, 3])],
        "mask": x[x > 50], "written": written,
        "index_select": x.index_select(1, torch.tensor([3, 3, 0])), "narrow": x.narrow(2, 1, 3), "select": x.select(1, 2),
        "gather": x[0].gather(1, torch.tensor([[0], [4], [2], [1]])),
        "cat": torch.cat([x[0], x[1]], 0), "cat_last": torch.cat([x[0], x[1]], -1), "stack": torch.stack([x[0], x[1]], 1),
        "transpose": x.transpose(0, 2), "permute": x.permute(2, 0, 1), "view": x.view(4, -1), "flatten": x.flatten(1), "unsqueeze": x.unsqueeze(1),
        "squeeze": x[:1].squeeze(0), "expand": x[:, :1, :1].expand(3, 2, 4),
    }


def arithmetic():
    a, b = _random(1, 3, 1), _random(2, 1, 4)
    i, j = torch.tensor([7, -7, 1]), torch.tensor([2, 2, 3])
    positive = _random(3, 5).abs() + 0.1
    return {
        "a": a, "b": b, "i": i, "j": j, "positive": positive,
        "add": a + b, "sub": a - b, "mul": a * b, "div": a / b, "neg": -a, "alpha": a.add(b, alpha=0.25),
        "scalar_right": a * 3 - 1.5, "scalar_left": 1 - a, "scalar_over": 2 / b,
        "int_div": i / j, "int_mul": i * j, "int_plus_float": i + positive[:3],
        "pow": positive.pow(2.5), "square": a.pow(2), "sqrt": positive.sqrt(), "exp": a.exp(), "log": positive.log(), "abs": a.abs(),
        "clamp": b.clamp(-0.5, 0.5), "maximum": torch.maximum(a, b), "where": torch.where(a > b, a, b),
        "gt": a > b, "le": a <= b, "eq": i.eq(j), "ne": i != j, "isnan": torch.tensor([0.0, float("nan"), float("inf")]).isnan(),
        "isfinite": torch.tensor([0.0, float("nan"), float("inf")]).isfinite(),
        "nan_and_infinity": torch.tensor([0.0, 1.0, -1.0]) / 0,
    }


def matmul():
    a, b, v = _random(4, 3, 4), _random(5, 4, 2), _random(6, 4)
    batch, other = _random(7, 2, 3, 4), _random(8, 2, 4, 5)
    return {
        "a": a, "b": b, "v": v, "batch": batch, "other": other,
        "mm": a.mm(b), "mv": a.matmul(v), "dot": v.dot(v), "t": a.t(), "batched": batch.matmul(other), "broadcast": batch.matmul(b),
        "from_transposed": b.t().matmul(a.t()),
    }


def reductions():
    x = _random(9, 3, 4, 5)
    votes = torch.tensor([[1, 5, 5, 2], [7, 7, 0, 1]])
    pixels = torch.tensor([[200, 200], [255, 1]], dtype=torch.uint8)
    labels = torch.tensor([3, 0, 3, 1, 3])
    values, indices = x.max(1)
    low, low_at = x.min(2)
    top, top_at = x.topk(2, -1)
    return {
        "x": x, "votes": votes, "pixels": pixels, "labels": labels,
        "sum": x.sum(), "sum_1": x.sum(1), "sum_02": x.sum((0, 2)), "sum_keep": x.sum(-1, keepdim=True), "sum_uint8": pixels.sum(),
        "mean": x.mean(), "mean_0": x.mean(0), "mean_12": x.mean((1, 2)),
        "var": x.var(), "var_biased": x.var(unbiased=False), "std": x.std(), "std_0": x.std(0),
        "max": x.max(), "min": x.min(), "max_1": values, "max_1_at": indices, "min_2": low, "min_2_at": low_at,
        "argmax": x.argmax(), "argmax_1": x.argmax(1), "argmax_keep": x.argmax(-1, keepdim=True), "argmax_votes": votes.argmax(1), "argmin": x.argmin(0),
        "norm": x.norm(), "topk": top, "topk_at": top_at, "any": (x > 2).any(), "all": (x > -9).all(), "bincount": labels.bincount(minlength=6),
    }
