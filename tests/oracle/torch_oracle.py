#!/usr/bin/env python3
"""Writes torch_oracle.json: inputs and the values PyTorch computes from them, which MnistBlazor.Torch.Tests compares against.

    apt-get install python3-torch
    python3 tests/oracle/torch_oracle.py            writes the file
    python3 tests/oracle/torch_oracle.py --check    recomputes it and names what differs by more than rounding; exit code 1 if anything does

The cases stand in tensors.py (creation, indexing, arithmetic), layers.py (networks and losses), training.py (optimizers and
schedules) and streams.py (random numbers). A case is a function whose name names it; what it returns is what is written.
"""
import json
import math
import pathlib
import sys

import torch

import layers
import streams
import tensors
import training

FILE = pathlib.Path(__file__).with_suffix(".json")


def number(value):
    """JSON has no NaN and no infinity; float32 needs nine significant digits to come back as the same bits."""
    if isinstance(value, float) and not math.isfinite(value):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
    return value


def encode(tensor):
    tensor = tensor.detach()
    values = tensor.flatten().tolist()
    if tensor.dtype == torch.float32:
        values = [float(f"{v:.9g}") for v in values]
    if tensor.dtype == torch.bool:
        values = [int(v) for v in values]
    return {"dtype": str(tensor.dtype).removeprefix("torch."), "shape": list(tensor.shape), "data": [number(v) for v in values]}


def compute():
    torch.set_num_threads(1)
    cases = {}
    for module in (tensors, layers, training, streams):
        for name, function in vars(module).items():
            if callable(function) and getattr(function, "__module__", "") == module.__name__ and not name.startswith("_"):
                cases[name] = {key: encode(torch.as_tensor(value)) for key, value in function().items()}
    return cases


def differences(expected, actual, path=""):
    """Paths at which two trees differ; numbers may differ by rounding (another processor sums in another order)."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in sorted(expected.keys() | actual.keys()):
            yield from differences(expected.get(key), actual.get(key), f"{path}/{key}")
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        if any(any(differences(e, a)) for e, a in zip(expected, actual)):
            yield path
    elif isinstance(expected, float) and isinstance(actual, (float, int)):
        if not math.isclose(expected, actual, rel_tol=1e-5, abs_tol=1e-6):
            yield path or "/"
    elif expected != actual:
        yield path or "/"


def main():
    cases = compute()
    lines = ",\n".join(f'"{name}":{json.dumps(case, separators=(",", ":"))}' for name, case in cases.items())
    text = f'{{"torch":"{torch.__version__}","cases":{{\n{lines}\n}}}}\n'
    if "--check" not in sys.argv:
        FILE.write_text(text, encoding="utf-8")
        print(f"{FILE.name}: {len(cases)} cases, {len(text)} bytes, PyTorch {torch.__version__}")
        return 0
    found = list(differences(json.loads(FILE.read_text(encoding="utf-8"))["cases"], json.loads(text)["cases"]))
    print("\n".join(f"differs: {path}" for path in found) or f"{FILE.name} is what PyTorch {torch.__version__} computes.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
