import re

from translate.machine.models import quality


def test_every_figure_of_an_engine_stands_under_its_name_with_its_source() -> None:
    lines = quality.table().splitlines()
    assert lines[0].startswith("COMET-22, more is better (mozilla/firefox-translations-models")
    names = re.split(r"\s{2,}", lines[1].strip())
    rows = {cells[0]: cells[1:] for line in lines[2:] if (cells := re.split(r"\s{2,}", line.strip()))}
    assert names[0] == "Argos 1.9"
    assert rows["FLORES-200 devtest en→zh-Hans"][names.index("Firefox, 44 MB")] == "0.863"
    assert rows["WMT22 zh-Hans→en"][0] == "0.728"
    assert all(len(row) == len(names) for row in rows.values())
    assert all(0.5 < float(cell) < 1 for row in rows.values() for cell in row)
