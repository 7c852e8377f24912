#!/usr/bin/env python3
"""Draws what a terminal shows as SVG: reads text with SGR colours (tmux capture-pane -e) from standard input, writes the picture to standard output."""
import html
import re
import sys
import unicodedata

WIDTH, HEIGHT, SIZE, MARGIN = 8.43, 20, 14, 18
COLOURS = ["#1b1f24", "#d1454b", "#3fa45b", "#b98a2f", "#4a83d6", "#9b62c4", "#3aa3a8", "#c9d1d9",
           "#6e7681", "#f2777a", "#7ccf8b", "#e3b95b", "#86b1f1", "#c39ae0", "#74cdd1", "#ffffff"]
STEPS = [0, 95, 135, 175, 215, 255]


def indexed(n):
    if n < 16:
        return COLOURS[n]
    if n > 231:
        grey = 8 + (n - 232) * 10
        return f"#{grey:02x}{grey:02x}{grey:02x}"
    n -= 16
    return "#" + "".join(f"{STEPS[part]:02x}" for part in (n // 36, n // 6 % 6, n % 6))


def apply(style, codes):
    codes = [int(code or 0) for code in codes.split(";")]
    while codes:
        code = codes.pop(0)
        if code == 0:
            style.clear()
        elif code in (1, 4, 7):
            style[{1: "bold", 4: "underline", 7: "inverse"}[code]] = True
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style["fill"] = COLOURS[code - 30 if code < 90 else code - 82]
        elif 40 <= code <= 47:
            style["back"] = COLOURS[code - 40]
        elif code == 39:
            style.pop("fill", None)
        elif code == 49:
            style.pop("back", None)
        elif code in (38, 48) and codes:
            kind = codes.pop(0)
            colour = indexed(codes.pop(0)) if kind == 5 else "#%02x%02x%02x" % tuple(codes[:3])
            if kind == 2:
                del codes[:3]
            style["fill" if code == 38 else "back"] = colour


def columns(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def main():
    lines = sys.stdin.read().rstrip().split("\n")
    style, texts, widest = {}, [], 60
    for row, line in enumerate(lines):
        column, y = 0, MARGIN + HEIGHT * row + SIZE
        for index, part in enumerate(re.split(r"\x1b\[([0-9;]*)m", line)):
            if index % 2:
                apply(style, part)
            elif part:
                x, fill = MARGIN + column * WIDTH, style.get("fill", "#e6edf3")
                if style.get("inverse") or "back" in style:
                    back = style.get("back", fill) if not style.get("inverse") else fill
                    texts.append(f'<rect x="{x:.1f}" y="{y - SIZE}" width="{columns(part) * WIDTH:.1f}" height="{HEIGHT}" fill="{back}"/>')
                    fill = "#0d1117" if style.get("inverse") else fill
                weight = ' font-weight="bold"' if style.get("bold") else ""
                texts.append(f'<text x="{x:.1f}" y="{y}" fill="{fill}"{weight} xml:space="preserve">{html.escape(part)}</text>')
                column += columns(part)
        widest = max(widest, column)
    width, height = 2 * MARGIN + widest * WIDTH, 2 * MARGIN + HEIGHT * len(lines)
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" viewBox="0 0 {width:.0f} {height}" role="img" '
          f'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="{SIZE}">')
    print(f'<rect width="100%" height="100%" rx="8" fill="#0d1117"/>')
    print("\n".join(texts))
    print("</svg>")


main()
