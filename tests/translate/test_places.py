"""Where the layer looks for its own code and keeps what may be deleted: at the checkout, wherever its modules lie."""

from pathlib import Path

import pytest

from translate.core import files
from translate.stages import up_to_date

ROOT = Path(__file__).resolve().parents[2]


def test_the_cache_lies_in_the_checkout_or_where_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TWOFOLD_CACHE", raising=False)
    assert files.cache() == ROOT / ".cache/translate"
    monkeypatch.setenv("TWOFOLD_CACHE", str(tmp_path))
    assert files.cache() == tmp_path / "translate"


@pytest.mark.parametrize("name", ["translate/pipeline.py", "translate/markdown/segment.py", "mkdocs.yml"])
def test_a_change_of_any_code_or_of_the_configuration_makes_everything_out_of_date(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    for each in ("translate/pipeline.py", "translate/markdown/segment.py", "mkdocs.yml"):
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each).write_text("before")
    assert up_to_date.ROOT == ROOT
    monkeypatch.setattr(up_to_date, "ROOT", tmp_path)
    before = up_to_date._code()
    (tmp_path / name).write_text("changed")
    assert up_to_date._code() != before
