# The weights trained in the app: download them beside this notebook as weights.safetensors, then run this cell.
import json


def load_weights(path):
    """The named tensors of a safetensors file."""
    types = {"F32": torch.float32, "F64": torch.float64, "I64": torch.int64, "U8": torch.uint8}
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        content = bytearray(file.read())
    return {
        name: torch.frombuffer(content[slice(*entry["data_offsets"])], dtype=types[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items() if name != "__metadata__"
    }


if os.path.exists("weights.safetensors"):
    model.load_state_dict(load_weights("weights.safetensors"))
    model.eval()
    with torch.no_grad():
        accuracy = (model(test_images).argmax(1) == test_labels).float().mean()
    print(f"accuracy with the weights from the app: {accuracy.item():.4f}")
