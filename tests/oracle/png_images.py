"""Writes small PNG images of every kind that PngDecoder reads, and the grey pixels that Pillow finds in them, to the folder given.

Run where Pillow is installed: python3 tests/oracle/png_images.py tests/MnistBlazor.ML.Tests/Data/png
"""
import json
import random
import struct
import sys
import zlib
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT = 13, 9
random.seed(28)


def noise(channels, most=255):
    """Slopes with some noise on them: every kind of filter is worth its while somewhere."""
    return bytes(min(most, max(0, (x * 17 + y * y * channel) % (most + 1) + random.randint(-1, 1)))
                 for y in range(HEIGHT) for x in range(WIDTH) for channel in range(1, channels + 1))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def filtered(rows, distance):
    """Each row by another filter, 0 to 4 in turn, as the recommendation defines them."""
    out, above = b"", bytes(len(rows[0]))
    for number, row in enumerate(rows):
        kind, line = number % 5, bytearray()
        for i, value in enumerate(row):
            left = row[i - distance] if i >= distance else 0
            corner = above[i - distance] if i >= distance else 0
            up = above[i]
            guess = left + up - corner
            nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            line.append((value - (0, left, up, (left + up) // 2, nearest)[kind]) & 255)
        out += bytes([kind]) + bytes(line)
        above = row
    return out


def write(path, depth, color, rows, distance, extra=b""):
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, color, 0, 0, 0)
    packed = zlib.compress(filtered(rows, distance))
    half = len(packed) // 2      # in two chunks, as large files come
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", packed[:half]) + chunk(b"IDAT", packed[half:]) + chunk(b"IEND", b""))


def packed_rows(values, depth):
    rows = []
    for y in range(HEIGHT):
        bits = "".join(format(value, f"0{depth}b") for value in values[y * WIDTH:(y + 1) * WIDTH])
        bits += "0" * (-len(bits) % 8)
        rows.append(bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)))
    return rows


def split(values, channels):
    return [values[y * WIDTH * channels:(y + 1) * WIDTH * channels] for y in range(HEIGHT)]


folder = Path(sys.argv[1])
for depth in (1, 2, 4, 8):
    write(folder / f"grey-{depth}.png", depth, 0, packed_rows(noise(1, 2 ** depth - 1), depth), 1)
    colors = bytes(random.randrange(256) for _ in range(3 * 2 ** depth))
    write(folder / f"palette-{depth}.png", depth, 3, packed_rows(noise(1, 2 ** depth - 1), depth), 1, chunk(b"PLTE", colors))
write(folder / "palette-transparent.png", 2, 3, packed_rows(noise(1, 3), 2), 1,
      chunk(b"PLTE", bytes(range(0, 240, 20))) + chunk(b"tRNS", bytes([0, 128])))
write(folder / "rgb.png", 8, 2, split(noise(3), 3), 3)
write(folder / "grey-alpha.png", 8, 4, split(noise(2), 2), 2)
write(folder / "rgb-alpha.png", 8, 6, split(noise(4), 4), 4)

expected = {}
for path in sorted(folder.glob("*.png")):
    image = Image.open(path)
    paper = Image.new("RGBA", image.size, "white")
    expected[path.name] = list(Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB").convert("L").tobytes())
(folder / "expected.json").write_text(json.dumps(expected) + "\n")
