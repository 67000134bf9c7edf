"""How good engines are, as others measured: figures from public evaluations, with their sources (`quality.toml`)."""

import tomllib
from pathlib import Path


def table() -> str:
    """Lay the figures out for people, one block for each evaluation."""
    data = tomllib.loads((Path(__file__).parent / "quality.toml").read_text(encoding="utf-8"))
    blocks = []
    for evaluation in data["evaluation"]:
        names = evaluation["engines"]
        head = ["", *names.values()]
        rows = [
            [f"{row['set']} {row['source']}→{row['target']}", *(_figure(row["figures"].get(key)) for key in names)]
            for row in evaluation["row"]
        ]
        widths = [max(len(line[at]) for line in (head, *rows)) for at in range(len(head))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in (head, *rows)
        ]
        blocks.append(
            f"{evaluation['measure']}, more is better ({evaluation['source']})\n"
            + "".join(f"  {line}\n" for line in lines)
        )
    return "".join(blocks)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
