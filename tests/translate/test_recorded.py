import json
from pathlib import Path

import pytest

from scripts.measure import recorded as table
from translate.__main__ import main
from translate.core.languages import EN_ZH
from translate.core.limits import LINE, RECORDED_FILE
from translate.machine.engine import Decoding, EngineError, EngineOptions, plain_requests
from translate.machine.engines import open_engine, recorded
from translate.machine.fallback import Strategy, translate_units
from translate.markdown.protect import protect, restore

PAIRS = {
    "The doctors read new plans.": "医生们阅读新计划。",
    "Good news from the city": "来自城里的好消息",
    "Both hospitals opened today. All patients came.": "两家医院今天开业。所有患者都来了。",
    "The patients like the new garden.": "患者喜欢新花园。",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "argos outputs.tsv"
    path.write_text("".join(f"{source}\t{output}\n" for source, output in PAIRS.items()), encoding="utf-8")
    return path


def opened(file: Path) -> recorded.RecordedEngine:
    engine = open_engine("recorded", EN_ZH, options=EngineOptions(recorded=file))
    assert isinstance(engine, recorded.RecordedEngine)
    return engine


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(
    ("md", "target", "strategy"),
    [
        ("The doctors read new plans.", "医生们阅读新计划。", Strategy.FIRST),
        ("The  doctors read\u00a0new plans.", "医生们阅读新计划。", Strategy.FIRST),
        ("## Good news from the city", "## 来自城里的好消息", Strategy.FIRST),
        ("Both hospitals opened today. All patients came.", "两家医院今天开业。所有患者都来了。", Strategy.FIRST),
        (
            "The doctors read new plans. The patients like the new garden.",
            "医生们阅读新计划。患者喜欢新花园。",
            Strategy.FIRST,
        ),
        ("The doctors read old plans.", "The doctors read old plans.", Strategy.SOURCE),
        ("the doctors read new plans.", "the doctors read new plans.", Strategy.SOURCE),
    ],
)
def test_a_sentence_gets_its_own_output_and_no_other(file: Path, md: str, target: str, strategy: Strategy) -> None:
    head = md[:3] if md.startswith("## ") else ""
    units = [protect(md.removeprefix(head))]
    (outcome,) = translate_units(units, EN_ZH, engine=opened(file))
    assert (head + restore(outcome.protected), outcome.strategy) == (target, strategy)
    if strategy is Strategy.SOURCE:
        assert outcome.findings == ("recorded: the sentence is not in the file",)


def test_its_name_tells_file_and_content(file: Path) -> None:
    before = opened(file).name
    assert before.startswith("recorded argos-outputs ")
    file.write_text(file.read_text(encoding="utf-8") + "x\t某\n", encoding="utf-8")
    assert opened(file).name != before


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a\tb\nno tab\n", ":2:1: 1 cells; expected `source<TAB>output`"),
        (b"a\tb\tc\nd\n", ":1:1: 3 cells; expected `source<TAB>output`. Mend or delete the line. (1 more such lines)"),
        (b" \tb\n", ":1:1: 2 cells"),
        (b"a\tb\n\xff\tc\n", ":2:1: bytes that are not UTF-8"),
        (b"a\t" + b"b" * (LINE.value + 1) + b"\n", f"a cell of {LINE.value + 1:,} characters"),
    ],
)
def test_a_file_that_is_none_is_said_with_its_place(file: Path, data: bytes, said: str) -> None:
    file.write_bytes(data)
    with pytest.raises(EngineError) as caught:
        opened(file)
    assert said in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"a\tb", b"\xef\xbb\xbfa\tb\r\n", b"a\tb\na\tc\n", b"\na\tb\n"])
def test_a_file_may_end_and_repeat_as_it_likes(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    (found,) = opened(file).translate(plain_requests(["a"]), source="en", target="zh-Hans", decoding=Decoding())
    assert found[0].text == ("b" if data else "")


def test_what_is_no_file_of_that_kind_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.tsv").write_text("a\tb\n")
    (tmp_path / "link.tsv").symlink_to(tmp_path / "x.tsv")
    with pytest.raises(EngineError, match="a symbolic link"):
        opened(tmp_path / "link.tsv")
    monkeypatch.setattr(recorded, "RECORDED_FILE", RECORDED_FILE._replace(value=3))
    with pytest.raises(EngineError, match="more than 3 bytes"):
        opened(tmp_path / "x.tsv")
    with pytest.raises(EngineError, match="--recorded FILE"):
        open_engine("recorded", EN_ZH)


@pytest.mark.usefixtures("no_network")
def test_the_command_says_how_many_segments_are_not_in_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(file.parent)
    monkeypatch.setenv("TWOFOLD_CACHE", str(file.parent / "cache"))
    Path("a.en.md").write_text("The doctors read new plans.\n\nNobody said this.\n\nNor that.\n", encoding="utf-8")
    assert main(["a.en.md", "--engine", "recorded", "--recorded", str(file)]) == 0
    said = capsys.readouterr()
    assert "2 left in the original language" in said.out
    assert "left because: recorded 2" in said.out
    assert "医生们阅读新计划。" in Path("a.zh-Hans.md").read_text(encoding="utf-8")
    assert main(["a.en.md", "--engine", "recorded", "--recorded", str(file), "--force", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["reasons"] == {"recorded": 2}
    with pytest.raises(SystemExit):
        main(["a.en.md", "--engine", "recorded"])
    assert "Add --recorded FILE.tsv" in capsys.readouterr().err


def test_a_table_of_outputs_becomes_such_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["set\tline\tsource\targos\tother", 's\t1\tHe said "no".\t他说“不”。\tx', "t\t2\tB\t乙\ty", ""]
    (tmp_path / "t.tsv").write_text("\n".join(rows), encoding="utf-8")
    assert table.main([str(tmp_path / "t.tsv"), "argos", str(tmp_path / "o.tsv"), "--set", "s"]) == 0
    assert (tmp_path / "o.tsv").read_text(encoding="utf-8") == 'He said "no".\t他说“不”。\n'
    capsys.readouterr()
    assert opened(tmp_path / "o.tsv").outputs == {'He said "no".': "他说“不”。"}
    with pytest.raises(SystemExit):
        table.main([str(tmp_path / "t.tsv"), "none", str(tmp_path / "o.tsv")])
