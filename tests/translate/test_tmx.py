"""The memory leaves as TMX 1.4b that the standard's DTD accepts, and comes back as it was."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from translate.core import limits
from translate.core.languages import EN_ZH
from translate.memory import tmx
from translate.memory.store import PERSON, Memory, Unit

DTD = etree.DTD(str(Path(__file__).with_name("tmx14.dtd")))
UNITS = [
    Unit("A **bold** word and `code`.", "一个**粗体**词和`code`。", PERSON, "2025-12-08"),
    Unit(
        "See [the *page*](https://example.org/a?b=1&c=2).",
        "见[*页面*](https://example.org/a?b=1&c=2)。",
        "argos en-zh 1.9",
    ),
    Unit("Plain < text & more", "纯文本 < 及其他", "argos en-zh 1.9"),
]


def exported(units: list[Unit]) -> bytes:
    return tmx.export(units, EN_ZH)


def test_export_is_valid_and_comes_back() -> None:
    data = exported(UNITS)
    root = etree.fromstring(data)
    assert DTD.validate(root), DTD.error_log
    found, problems = tmx.read(data)
    assert problems == []
    assert found == {EN_ZH: sorted(UNITS)}
    assert exported(list(reversed(UNITS))) == data


def test_the_dtd_refuses_what_is_no_tmx() -> None:
    root = etree.fromstring(exported(UNITS))
    del root[0].attrib["srclang"]
    assert not DTD.validate(root)


def test_markup_is_marked_up_in_pairs() -> None:
    segs = [seg for seg in etree.fromstring(exported(UNITS)).iter("seg") if "bold" in "".join(map(str, seg.itertext()))]
    (seg,) = segs
    assert [(child.tag, child.text) for child in seg] == [("bpt", "**"), ("ept", "**"), ("ph", "`code`")]
    assert seg[0].get("i") == seg[1].get("i")


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), max_size=4))
@example([("\x00 bell \x07 \r\n \ufffe", "**\x0b**")])
@example([("[a\x01](https://example.org/\x02)", "\ue000\uf8ff")])
def test_any_text_is_valid_and_comes_back(pairs: list[tuple[str, str]]) -> None:
    units = sorted({Unit(source, target) for source, target in pairs if source.strip() and target.strip()})
    data = exported(units)
    assert DTD.validate(etree.fromstring(data)), DTD.error_log
    found, problems = tmx.read(data)
    assert problems == []
    assert found.get(EN_ZH, []) == units


def test_units_of_other_tools_are_people_s_and_their_codes_understood() -> None:
    data = """<?xml version="1.0"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en-US"
 srclang="en-US" datatype="plaintext"/><body>
<tu changedate="20250102T030405Z" creationid="JANE">
<tuv xml:lang="en-US"><seg>Good <bpt i="1">&lt;b&gt;</bpt>day<ept i="1">&lt;/b&gt;</ept></seg></tuv>
<tuv xml:lang="zh-CN"><seg>你好</seg></tuv><tuv xml:lang="zh-TW"><seg>您好</seg></tuv></tu>
<tu creationid="argos en-zh 1.9" changeid="JANE">
<tuv xml:lang="EN"><seg>Edited</seg></tuv><tuv xml:lang="ZH"><seg>改过</seg></tuv></tu>
<tu creationid="argos en-zh 1.9"><tuv xml:lang="EN"><seg>Raw</seg></tuv><tuv xml:lang="ZH"><seg>原样</seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>Bonjour</seg></tuv><tuv xml:lang="en"><seg>Good day</seg></tuv></tu>
</body></tmx>""".encode()
    found, problems = tmx.read(data, Path("x.tmx"))
    assert found == {
        EN_ZH: [
            Unit("Good <b>day</b>", "你好", PERSON, "2025-01-02"),
            Unit("Edited", "改过", PERSON),
            Unit("Raw", "原样", "argos en-zh 1.9"),
        ]
    }
    assert [str(one) for one in problems] == [
        "x.tmx:10:1: fr, en found; texts in en and zh-Hans expected. The unit is left out."
    ]


def test_entities_are_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    data = f"""<!DOCTYPE tmx [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><tmx version="1.4"><header srclang="en"/>
<body><tu><tuv xml:lang="en"><seg>A &x;</seg></tuv><tuv xml:lang="zh"><seg>乙 &x;</seg></tuv></tu></body></tmx>"""
    found, _ = tmx.read(data.encode())
    assert "secret" not in str(found)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"no xml", "x.tmx:1:1: not XML"),
        (b"<html/>", "x.tmx:1:1: root element <html> found; <tmx> expected."),
    ],
)
def test_what_is_no_tmx_is_said_so(data: bytes, message: str) -> None:
    found, problems = tmx.read(data, Path("x.tmx"))
    assert found == {}
    assert str(problems[0]).startswith(message)


def test_command_exports_and_imports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    memory, _ = Memory.open(tmp_path / "one", EN_ZH)
    memory.merge(UNITS)
    memory.save()
    file = tmp_path / "memory.tmx"
    assert tmx.main(["export", str(file), "--memory", str(tmp_path / "one")]) == 0
    assert tmx.main(["import", str(file), "--memory", str(tmp_path / "two")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "en→zh-Hans: 3 units read, 3 new."
    name = "en.zh-Hans.tsv"
    assert (tmp_path / "two" / name).read_bytes() == (tmp_path / "one" / name).read_bytes()
    file.write_bytes(b"<html/>")
    assert tmx.main(["import", str(file), "--memory", str(tmp_path / "two")]) == 1
    with pytest.raises(SystemExit, match="2"):
        tmx.main(["import", str(tmp_path / "none"), "--memory", str(tmp_path)])


LAUGHS = '<!DOCTYPE tmx [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 50}">' for old, new in pairwise("abcdefghij")
)


@pytest.mark.parametrize(
    "data",
    [
        f'{LAUGHS}]><tmx version="1.4"><body><tu><tuv xml:lang="en"><seg>&j;</seg></tuv></tu></body></tmx>'.encode(),
        b"<tmx>" + b"<tu>" * 100_000,
        b'<tmx version="1.4"><body><tu a="' + b"x" * 20_000_000,
        b"<tmx>\0</tmx>",
        b'<?xml version="1.0" encoding="nonsense"?><tmx/>',
        b"",
    ],
    ids=["laughs", "nested", "a long attribute", "NUL", "encoding", "empty"],
)
def test_a_document_made_to_hurt_is_a_problem_with_its_place(data: bytes) -> None:
    found, problems = tmx.read(data, Path("x.tmx"))
    assert found == {}
    assert problems
    assert all(one.line >= 1 and len(one.message) < 500 for one in problems)


def test_a_file_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "memory.tmx"
    file.write_bytes(exported(UNITS))
    size = file.stat().st_size
    memory = ["--memory", str(tmp_path / "memory")]
    monkeypatch.setattr(tmx, "TMX_FILE", limits.TMX_FILE._replace(value=size - 1))
    assert tmx.main(["import", str(file), *memory]) == 1
    assert f"{file}: more than {size - 1:,} bytes" in capsys.readouterr().err
    assert not (tmp_path / "memory").exists()
    monkeypatch.setattr(tmx, "TMX_FILE", limits.TMX_FILE._replace(value=size))
    assert tmx.main(["import", str(file), *memory]) == 0


def test_what_a_file_cannot_hold_or_a_day_cannot_be_does_no_harm(tmp_path: Path) -> None:
    data = b"""<tmx version="1.4"><header srclang="en"/><body><tu creationdate="20259999T000000Z">
<tuv xml:lang="en"><seg>A <ph type="x-code-point">U+D800</ph></seg></tuv><tuv xml:lang="zh"><seg>B</seg></tuv></tu>
</body></tmx>"""
    found, problems = tmx.read(data)
    assert problems == []
    assert found == {EN_ZH: [Unit("A U+D800", "B", PERSON, "")]}
    memory, _ = Memory.open(tmp_path, EN_ZH)
    memory.merge(found[EN_ZH])
    assert memory.save()
    odd = Unit("A", "甲", "argos\x07", "someday")
    assert tmx.read(exported([odd])) == ({EN_ZH: [Unit("A", "甲", "argos\ufffd", "")]}, [])
