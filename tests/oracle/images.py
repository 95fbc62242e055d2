"""Writes small images of every kind that ImageDecoder reads, and the grey pixels and opacities that Pillow finds in them, to the folder
given; and a TIFF, which is not read.

Run where Pillow is installed: python3 tests/oracle/images.py tests/MnistBlazor.ML.Tests/Data/images
"""
import json
import random
import struct
import sys
import zlib
from pathlib import Path

from PIL import Image, ImageOps

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
    write_packed(path, depth, color, filtered(rows, distance), extra)


def write_interlaced(path, depth, color, rows, distance):
    """Adam7: seven pictures, each finer than the one before. A pixel takes as many bytes as the distance says."""
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    parts = [[b"".join(row[x * distance:(x + 1) * distance] for x in range(left, WIDTH, across)) for row in rows[top::down]]
             for left, top, across, down in passes]
    write_packed(path, depth, color, b"".join(filtered(part, distance) for part in parts), interlace=1)


def write_packed(path, depth, color, data, extra=b"", interlace=0):
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, color, 0, 0, interlace)
    packed = zlib.compress(data)
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

write(folder / "rgb-gamma.png", 8, 2, split(noise(3), 3), 3, chunk(b"gAMA", struct.pack(">I", 100000)))
write_interlaced(folder / "grey-interlaced.png", 8, 0, split(noise(1), 1), 1)
write_interlaced(folder / "rgb-alpha-interlaced.png", 8, 6, split(noise(4), 4), 4)
for name, color, channels in (("grey", 0, 1), ("rgb", 2, 3), ("grey-alpha", 4, 2), ("rgb-alpha", 6, 4)):
    write(folder / f"{name}-16.png", 16, color, split(noise(2 * channels), 2 * channels), 2 * channels)

photo = Image.frombytes("RGB", (WIDTH, HEIGHT), noise(3))
photo.save(folder / "rgb.jpg", quality=90)
photo.save(folder / "rgb-progressive.jpg", quality=90, progressive=True)
photo.convert("L").save(folder / "grey.jpg", quality=90)
photo.convert("CMYK").save(folder / "cmyk.jpg", quality=90)
for orientation in range(2, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo.save(folder / f"turned-{orientation}.jpg", quality=90, exif=exif)
for name, image in (("rgb", photo), ("rgb-alpha", Image.frombytes("RGBA", (WIDTH, HEIGHT), noise(4)))):
    image.save(folder / f"{name}.webp", quality=90)
    image.save(folder / f"{name}-lossless.webp", lossless=True, exact=True)
frames = [photo.quantize(32), Image.new("P", (WIDTH, HEIGHT), 0)]
frames[0].save(folder / "palette.gif")
frames[0].save(folder / "animated.gif", save_all=True, append_images=frames[1:], duration=50)
frames[0].save(folder / "interlaced.gif", interlace=1)
frames[0].save(folder / "transparent.gif", transparency=3)
for name, mode in (("black-white", "1"), ("grey", "L"), ("palette", "P"), ("rgb", "RGB"), ("rgb-alpha", "RGBA")):
    source = Image.frombytes("RGBA", (WIDTH, HEIGHT), noise(4)) if mode == "RGBA" else photo.convert(mode)
    source.save(folder / f"{name}.bmp")
photo.save(folder / "rgb.tiff")


def seen(path):
    """Grey and opacity, apart."""
    image = ImageOps.exif_transpose(Image.open(path))
    if image.mode == "I":     # 16 bits of grey: what Pillow converts by itself it cuts off at 255
        image = image.point(lambda value: value / 257).convert("L")
    if image.mode == "CMYK":
        image = image.convert("RGB")
    image = image.convert("RGBA")
    return image.convert("RGB").convert("L"), image.getchannel("A")


def description(path):
    grey, alpha = seen(path)
    found = {"width": grey.width, "height": grey.height, "grey": list(grey.tobytes())}
    return found if min(alpha.tobytes()) == 255 else {**found, "alpha": list(alpha.tobytes())}


kinds = (".png", ".jpg", ".webp", ".gif", ".bmp")
expected = {path.name: description(path) for path in sorted(folder.iterdir()) if path.suffix in kinds}
(folder / "expected.json").write_text(json.dumps(expected) + "\n")
