# The weights trained in the app: put them beside this notebook, then run this cell.
import glob
import json


def load_weights(path):
    """The named tensors of a safetensors file."""
    types = {
        "F32": torch.float32, "F64": torch.float64, "I64": torch.int64, "U8": torch.uint8,
    }
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        content = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            values = content[slice(*entry["data_offsets"])]
            tensor = torch.frombuffer(values, dtype=types[entry["dtype"]])
            tensors[name] = tensor.reshape(entry["shape"])
    return tensors


# Of several, those of the newest download.
for weights in sorted(glob.glob("*.safetensors"), key=os.path.getmtime)[-1:]:
    model.load_state_dict(load_weights(weights))
    model.eval()
    with torch.no_grad():
        accuracy = (model(test_images).argmax(1) == test_labels).float().mean()
    print(f"accuracy with the weights from the app: {accuracy.item():.4f}")
