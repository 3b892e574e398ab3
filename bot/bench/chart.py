"""How cost grows with the number of families, as a plain SVG drawing: both axes in steps of ten."""

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from bot.bench.results import Row

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 860, 480, 70, 50, 270, 50
COLOURS = ("#0b6e4f", "#c1440e", "#2a4d9b", "#8a2d8a", "#7a6a00", "#444444")

Series = Mapping[str, Sequence[tuple[int, float]]]


def drawn(rows: Sequence[Row]) -> str:
    """The drawing; without its lines where nothing was measured at two sizes."""
    series = {name: points for row in rows for name, found in row.growth.items() if (points := _real(found))}
    xs = [families for points in series.values() for families, _ in points] or [1, 10]
    ys = [cost for points in series.values() for _, cost in points] or [1, 10]
    paper = _Paper(min(xs), max(xs), min(ys), max(ys))
    parts = [*paper.grid(), *(part for it in enumerate(series.items()) for part in _line(paper, *it))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="sans-serif" font-size="12">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n'
        f'<text x="{LEFT}" y="25" font-size="16">How cost grows with the number of families</text>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _real(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """A drawing in steps of ten has no place for nothing at all."""
    return [(families, cost) for families, cost in points if cost > 0 and math.isfinite(cost)]


class _Paper:
    """From families and cost to places on the paper."""

    def __init__(self, least_x: float, most_x: float, least_y: float, most_y: float) -> None:
        self.x0, self.x1 = math.floor(math.log10(least_x)), max(math.ceil(math.log10(most_x)), 1)
        self.y0, self.y1 = math.floor(math.log10(least_y)), math.ceil(math.log10(most_y))
        self.x1, self.y1 = max(self.x1, self.x0 + 1), max(self.y1, self.y0 + 1)

    def at(self, families: float, cost: float) -> tuple[float, float]:
        across = (math.log10(families) - self.x0) / (self.x1 - self.x0)
        up = (math.log10(cost) - self.y0) / (self.y1 - self.y0)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    def grid(self) -> list[str]:
        parts = []
        for step in range(self.x0, self.x1 + 1):
            x, _ = self.at(10**step, 10**self.y0)
            parts.append(f'<line x1="{x:.0f}" y1="{TOP}" x2="{x:.0f}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>')
            parts.append(
                f'<text x="{x:.0f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{10**step:,}</text>'
            )
        for step in range(self.y0, self.y1 + 1):
            _, y = self.at(10**self.x0, 10**step)
            parts.append(f'<line x1="{LEFT}" y1="{y:.0f}" x2="{WIDTH - RIGHT}" y2="{y:.0f}" stroke="#ddd"/>')
            parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{10.0**step:,g}</text>')
        return parts


def _line(paper: _Paper, number: int, named: tuple[str, Sequence[tuple[int, float]]]) -> list[str]:
    name, points = named
    colour = COLOURS[number % len(COLOURS)]
    places = [paper.at(*point) for point in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"><title>{escape(name)}: {cost:,.4g} '
        f"at {families:,} families</title></circle>"
        for (x, y), (families, cost) in zip(places, points, strict=True)
    ]
    y = TOP + 20 + 22 * number
    return [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>', *dots,
        f'<rect x="{WIDTH - RIGHT + 20}" y="{y - 9}" width="12" height="12" fill="{colour}"/>',
        f'<text x="{WIDTH - RIGHT + 38}" y="{y + 2}">{escape(name)}</text>',
    ]  # fmt: skip
