#!/usr/bin/env python3
"""Draws log10 of the loss against steps, from results of `seli train --method ngd --json` and of ufm_torch_ngd.py, as an
SVG with nothing but Python's standard library:

    python3 bench/horizon/plot.py bench/results/horizon-epyc-2core --svg src/site/resources/images/long-horizon.svg

The folder holds seli-float64.json, seli-float32.json and torch.json. Left the whole way down, right the first hundred
decades, where PyTorch leaves it.
"""
import argparse
import json
import math
import os

WIDTH, HEIGHT, TOP, BOTTOM = 920, 400, 46, 56
PANELS = ((76, 370), (540, 370))  # left edge and width
INK, GRID = "#333333", "#dddddd"
STYLES = {
    "seli float64": ("#0b5394", ""),
    "seli float32": ("#e69138", "7 5"),
    "torch float64 loss": ("#cc0000", ""),
    "torch float32 loss": ("#cc0000", "2 4"),
    "torch float64 curvature": ("#6aa84f", ""),
    "torch float32 curvature": ("#6aa84f", "2 4"),
}
NAMES = {
    "seli float64": "seli, double",
    "seli float32": "seli, single",
    "torch float64 loss": "PyTorch, double, rate by its loss",
    "torch float32 loss": "PyTorch, single, rate by its loss",
    "torch float64 curvature": "PyTorch, double, rate by its gradient",
    "torch float32 curvature": "PyTorch, single, rate by its gradient",
}


def read(folder):
    def load(name):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return json.load(file)

    curves = {}
    for precision in ("float64", "float32"):
        curves[f"seli {precision}"] = points(load(f"seli-{precision}.json"))
    for run in load("torch.json")["runs"]:
        curves[f"torch {run['precision']} {run['rule']}"] = points(run)
    return curves


def points(run):
    return [(row["step"], row["logLoss"] / math.log(10)) for row in run["history"]]


class Panel:
    """One pair of axes; x linear in steps, y linear in the decades of the loss."""

    def __init__(self, at, most_steps, least, title):
        (self.left, self.width), self.most, self.least, self.title = at, most_steps, least, title

    def x(self, step):
        return self.left + self.width * step / self.most

    def y(self, decades):
        return TOP + (HEIGHT - TOP - BOTTOM) * min(1, max(0, decades / self.least))

    def axes(self):
        out = [text(self.left + self.width / 2, TOP - 14, self.title, "middle", 14)]
        for i in range(6):
            out.append(text(self.x(self.most * i // 5), HEIGHT - BOTTOM + 18, f"{self.most * i // 5:,}", "middle", 12))
        for decades in range(0, self.least - 1, -200 if self.least < -200 else -20):
            y = self.y(decades)
            out.append(f'<line x1="{self.left}" y1="{y:.1f}" x2="{self.left + self.width}" y2="{y:.1f}" stroke="{GRID}"/>')
            out.append(text(self.left - 8, y + 4, f"{decades}", "end", 12))
        out.append(text(self.left + self.width / 2, HEIGHT - BOTTOM + 38, "steps", "middle", 13))
        middle = (TOP + HEIGHT - BOTTOM) / 2
        out.append(f'<g transform="rotate(-90 {self.left - 52} {middle})">'
                   + text(self.left - 52, middle, "log10 of the loss", "middle", 13) + "</g>")
        out.append(f'<rect x="{self.left}" y="{TOP}" width="{self.width}" height="{HEIGHT - TOP - BOTTOM}" fill="none"'
                   f' stroke="{INK}"/>')
        return out

    def curve(self, name, curve):
        inside = [p for p in curve if p[0] <= self.most]
        after = [p for p in curve if p[0] > self.most]
        if inside and after:  # the point on the edge
            (s0, d0), (s1, d1) = inside[-1], after[0]
            inside.append((self.most, d0 + (d1 - d0) * (self.most - s0) / (s1 - s0)))
        kept = []
        for before, point in zip([inside[0]] + inside, inside):
            if point[1] < self.least:
                share = (self.least - before[1]) / (point[1] - before[1])
                kept.append((before[0] + share * (point[0] - before[0]), self.least))
                break
            kept.append(point)
        colour, dashes = STYLES[name]
        shown = " ".join(f"{self.x(s):.1f},{self.y(d):.1f}" for s, d in kept)
        return f'<polyline points="{shown}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'


def text(x, y, words, anchor, size):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-family="sans-serif" font-size="{size}"'
            f' fill="{INK}">{words}</text>')


def legend(names):
    out = []
    for i, name in enumerate(names):
        x, y = 70 + 300 * (i // 2), HEIGHT + 14 + 20 * (i % 2)
        colour, dashes = STYLES[name]
        out.append(f'<line x1="{x}" y1="{y}" x2="{x + 34}" y2="{y}" stroke="{colour}" stroke-width="2"'
                   f' stroke-dasharray="{dashes}"/>')
        out.append(text(x + 42, y + 4, NAMES[name], "start", 12))
    return out


def draw(curves):
    most = max(step for curve in curves.values() for step, _ in curve)
    least = -200 * math.ceil(-min(d for curve in curves.values() for _, d in curve) / 200)
    panels = (Panel(PANELS[0], most, least, "as far as it went"), Panel(PANELS[1], most // 10, -100, "where PyTorch stays"))
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH + 20}" height="{HEIGHT + 50}"'
           f' viewBox="0 0 {WIDTH + 20} {HEIGHT + 50}">', '<rect width="100%" height="100%" fill="white"/>']
    for panel in panels:
        out += panel.axes()
        out += [panel.curve(name, curves[name]) for name in STYLES if name in curves]
    return "\n".join(out + legend([name for name in STYLES if name in curves]) + ["</svg>"]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", help="folder of the three results")
    parser.add_argument("--svg", required=True, help="write the figure to this file")
    options = parser.parse_args()
    os.makedirs(os.path.dirname(options.svg) or ".", exist_ok=True)
    with open(options.svg, "w", encoding="utf-8") as file:
        file.write(draw(read(options.folder)))


if __name__ == "__main__":
    main()
