"""Writes a picture with a palette of at most 256 colours: a third of the bytes, and nobody sees a difference on a page of flat colours.

    smaller_png.py FROM TO

Reads what browsers write: 8 bits a channel, RGB or RGBA, not interlaced (W3C PNG, third edition, sections 9, 11).
"""

import struct
import sys
import zlib
from collections import Counter


def chunks(data):
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        yield kind, data[at + 8:at + 8 + length]
        at += 12 + length


def unfiltered(raw, stride, step):
    """The lines without their filters; the four that predict are undone byte by byte."""
    before = bytearray(stride)
    for start in range(0, len(raw), stride + 1):
        kind, line = raw[start], bytearray(raw[start + 1:start + 1 + stride])
        if kind == 1:
            for i in range(step, stride):
                line[i] = (line[i] + line[i - step]) & 255
        elif kind == 2:
            for i in range(stride):
                line[i] = (line[i] + before[i]) & 255
        elif kind == 3:
            for i in range(stride):
                line[i] = (line[i] + ((line[i - step] if i >= step else 0) + before[i]) // 2) & 255
        elif kind == 4:
            for i in range(stride):
                a, b, c = (line[i - step] if i >= step else 0), before[i], (before[i - step] if i >= step else 0)
                p = a + b - c
                near = a if abs(p - a) <= abs(p - b) and abs(p - a) <= abs(p - c) else b if abs(p - b) <= abs(p - c) else c
                line[i] = (line[i] + near) & 255
        before = line
        yield line


def main(source, target):
    data = open(source, "rb").read()
    found = list(chunks(data))
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", dict(found)[b"IHDR"])
    if depth != 8 or colour not in (2, 6) or interlaced:
        sys.exit(f"{source}: not a picture of this kind")
    step = 3 if colour == 2 else 4
    raw = zlib.decompress(b"".join(body for kind, body in found if kind == b"IDAT"))
    lines = [[bytes(line[i:i + 3]) for i in range(0, width * step, step)] for line in unfiltered(raw, width * step, step)]

    count = Counter(pixel for line in lines for pixel in line)
    palette = [pixel for pixel, _ in count.most_common(256)]
    index = {pixel: i for i, pixel in enumerate(palette)}
    for pixel in count:
        if pixel not in index:
            index[pixel] = min(range(len(palette)), key=lambda i: sum((x - y) ** 2 for x, y in zip(palette[i], pixel)))
    packed = zlib.compress(b"".join(b"\0" + bytes(index[pixel] for pixel in line) for line in lines), 9)

    with open(target, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n")
        for kind, body in ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)), (b"PLTE", b"".join(palette)), (b"IDAT", packed), (b"IEND", b"")):
            out.write(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))


main(*sys.argv[1:])
