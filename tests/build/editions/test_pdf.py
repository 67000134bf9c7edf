"""The PDF editions, read back with pypdf and poppler."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from build.editions import fonts, store
from build.editions.pdf import Typesetter
from tests.build.editions.conftest import ALONE, CHINESE, ENGLISH, Newsletter, png

ROOT = Path(__file__).resolve().parents[3]
TONGUES = ["en", "zh-Hans", "bilingual"]
poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def squeezed(text: str) -> str:
    """White space, soft hyphens and joiners are the typesetter's; the rest is ours."""
    return re.sub(r"[\s\u00ad\u2060]|(?<=[a-z])-(?=\n)", "", text)


def text_of(path: Path) -> str:
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    return squeezed(done.stdout)


def tags(reader: PdfReader) -> Iterator[tuple[DictionaryObject, str]]:
    """Every element of the structure tree with its role."""

    def walk(node: Any) -> Iterator[tuple[DictionaryObject, str]]:
        if isinstance(node, IndirectObject):
            node = node.get_object()
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node, str(node["/S"])
            if "/K" in node:
                yield from walk(node["/K"])

    root = reader.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    yield from walk(root)


def links(reader: PdfReader) -> list[str]:
    found = []
    for page in reader.pages:
        for entry in page.get("/Annots", []):
            action = entry.get_object().get("/A", {}).get("/URI")
            if action:
                found.append(str(action))
    return found


def lines_between(path: Path, left: float, right: float) -> list[str]:
    """What stands on each line between two edges, put together from words: a wide gap is no line's end."""
    command = ["pdftotext", "-bbox", str(path), "-"]
    pages = lxml.html.fromstring(subprocess.run(command, capture_output=True, check=True).stdout).iter("page")
    found: list[str] = []
    for page in pages:
        rows: dict[int, list[tuple[float, str]]] = {}
        for word in page.iter("word"):
            x, top, bottom = (float(word.get(name) or 0) for name in ("xmin", "ymin", "ymax"))
            # Note marks stand higher than their line.
            if left <= x < right and bottom - top > 9 and word.text:
                row = next((row for row in rows if abs(row - bottom * 10) < 25), round(bottom * 10))
                rows.setdefault(row, []).append((x, word.text))
        found += ["".join(text for _, text in sorted(row)) for row in rows.values()]
    return found


def outline(entries: list[Any]) -> list[Any]:
    return [outline(entry) if isinstance(entry, list) else entry.title for entry in entries]


@poppler
@pytest.mark.parametrize(
    ("name", "phrases"),
    [
        (
            "2025-12-01.en.pdf",
            [
                "Lantern Bay Courier", "Insulin without a needle", "A polymer carries insulin",
                "A word before the first item.",
                "1 The skin lets it through", "Kept at 2–8 °C, it “lasts” 12 hours, the team’s first trial says.",
                "(上海市闵行区季乐路1172号).a", "Mice: 1.61 billion yuan & counting", "Minipigs", "Animal", "Hours",
                "Minipig", "8", "Quoted: H2O and code.", "That is all.1,2", "2 What comes next",
                "Companies have taken it up.2", "Notes", "The dose is given per kilogram.", "Sources",
                "1 China Daily · A polymer that carries insulin", "1 December 2025, in English",
                "https://www.chinadaily.com.cn/a/202512/01/WS0123456789abcdef0123456789abcdef.html",
                "2 Xinhua · 胰岛素透皮给药研究", "https://www.news.cn/health/20251202/1.html",
                "Text: public domain. Software: Twofold, MIT.",
                "https://brief.example/healthcare/2025-12-01/",
            ],
        ),
        (
            "2025-12-01.zh-Hans.pdf",
            [
                "灯湾快报", "无需针头的胰岛素", "译自英文", "第一条之前的话。", "1 皮肤让它通过",
                "在2–8 °C下保存，药效“持续”12小时，团队首次试验显示。",
                "WHO China参与。a", "小鼠：16.1亿元 & 更多", "引文：H2O 和 code。", "如此而已。1,2", "2 下一步",
                "注释", "剂量按千克计算。",
                "资料来源", "1 中国日报", "2 新华社",
            ],
        ),
        (
            "2025-12-01.bilingual.pdf",
            [
                "Insulin without a needle", "无需针头的胰岛素", "The skin lets it through", "皮肤让它通过",
                "What comes next", "下一步", "Sources 资料来源", "China Daily 中国日报",
            ],
        ),
        (
            "2025-11-24.bilingual.pdf",
            ["只有中文的一期", "has not been translated into English", "本期尚无英文版", "上海两家医院签约。"],
        ),
        (
            "2025.en.pdf",
            ["The year 2025", "Contents", "只有中文的一期", "Insulin without a needle", "The skin lets it through"],
        ),
        (
            "2025.bilingual.pdf",
            ["2025年合订本", "Contents 目录", "只有中文的一期", "Insulin without a needle", "企业已接手。"],
        ),
    ],
)  # fmt: skip
def test_all_text_is_there_in_order(made: Newsletter, name: str, phrases: list[str]) -> None:
    text, place = text_of(made.shelf("pdf", name)), 0
    for phrase in phrases:
        found = text.find(squeezed(phrase), place)
        assert found >= 0, f"{phrase!r} not after {text[max(0, place - 40) : place]!r}"
        place = found


def test_an_issue_has_an_edition_in_each_of_its_languages_and_a_bilingual_one(made: Newsletter) -> None:
    names = sorted(path.name for path in (made.root / ".cache/editions/pdf").rglob("*.pdf"))
    assert names == sorted(
        [f"healthcare-2025-12-01.{language_set}.pdf" for language_set in TONGUES]
        + [f"healthcare-2025-11-24.{language_set}.pdf" for language_set in ("zh-Hans", "bilingual")]
        + [f"healthcare-2025.{language_set}.pdf" for language_set in TONGUES]
    )


@pytest.mark.parametrize("name", ["2025-12-01.en.pdf", "2025-12-01.bilingual.pdf", "2025.bilingual.pdf"])
def test_every_link_leads_where_the_text_says(made: Newsletter, name: str) -> None:
    found = set(links(PdfReader(made.shelf("pdf", name))))
    assert {
        "https://example.org/paper?a=1&b=2",
        "https://brief.example/healthcare/2025-11-24/#item-1",
        "https://www.chinadaily.com.cn/a/202512/01/WS0123456789abcdef0123456789abcdef.html",
        "https://www.news.cn/health/20251202/1.html",
    } <= found
    assert all(link.startswith("https://") for link in found)


def test_the_address_of_a_source_is_shown_readably_and_leads_where_browsers_go(newsletter: Newsletter) -> None:
    for path in (newsletter.english, newsletter.chinese):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("https://www.news.cn/health/20251202/1.html", "https://www.北京.cn/医院"), "utf-8")
    assert newsletter.make("pdf") == 0
    made = newsletter.shelf("pdf", "2025-12-01.en.pdf")
    assert "https://www.xn--1lq90i.cn/%E5%8C%BB%E9%99%A2" in links(PdfReader(made))
    assert "https://www.北京.cn/医院" in squeezed(text_of(made))


def test_note_marks_and_references_lead_inside_the_document(made: Newsletter) -> None:
    reader = PdfReader(made.shelf("pdf", "2025-12-01.en.pdf"))
    inside = [
        entry.get_object()
        for page in reader.pages
        for entry in page.get("/Annots", [])
        if "/URI" not in entry.get_object().get("/A", {})
    ]
    # A mark for each citation (3), one for the note, the link to item 2, and the way back from each source (3).
    assert len(inside) >= 8


@pytest.mark.parametrize("language_set", TONGUES)
def test_standards_language_title_and_metadata(made: Newsletter, language_set: str) -> None:
    reader = PdfReader(made.shelf("pdf", f"2025-12-01.{language_set}.pdf"))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    for entry in ("<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1<"):
        assert entry in xmp
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    assert root["/Lang"] == ("zh-CN" if language_set == "zh-Hans" else "en")  # type: ignore[index]
    assert reader.metadata is not None
    title = {"en": "Insulin without a needle", "zh-Hans": "无需针头的胰岛素"}
    title["bilingual"] = f"{title['en']} · {title['zh-Hans']}"
    assert reader.metadata.title == title[language_set]
    author = {"en": "Lantern Bay Courier", "zh-Hans": "灯湾快报", "bilingual": "Lantern Bay Courier 灯湾快报"}
    assert reader.metadata.author == author[language_set]
    assert str(reader.metadata.creation_date)[:10] == "2025-12-08"
    topics = {"en": "Research", "zh-Hans": "科研", "bilingual": "科研"}
    assert topics[language_set] in str(reader.metadata.keywords)


def test_tags_carry_language_alternatives_and_heads(made: Newsletter) -> None:
    reader = PdfReader(made.shelf("pdf", "2025-12-01.bilingual.pdf"))
    elements = list(tags(reader))
    roles = [role for _, role in elements]
    assert roles.count("/H1") == 1
    assert roles.count("/TH") == 4
    assert {"/H2", "/P", "/Link", "/L", "/LI", "/Table", "/TD", "/BlockQuote", "/Figure"} <= set(roles)
    assert [str(node["/Alt"]) for node, role in elements if role == "/Figure"] == ["A mouse on a scale", "秤上的小鼠"]
    assert "zh-CN" in {str(node["/Lang"]) for node, _ in elements if "/Lang" in node}


@pytest.mark.parametrize(("language_set", "inner"), [("en", "zh-CN"), ("zh-Hans", "en")])
def test_foreign_words_are_marked_with_their_language(made: Newsletter, language_set: str, inner: str) -> None:
    reader = PdfReader(made.shelf("pdf", f"2025-12-01.{language_set}.pdf"))
    marked = {str(node["/Lang"]) for node, _ in tags(reader) if "/Lang" in node}
    content = b"".join(found.get_data() for page in reader.pages if (found := page.get_contents()) is not None)
    assert inner in marked | {span.decode() for span in re.findall(rb"/Lang ?\(([^)]*)\)", content)}


def test_outline_and_contents_of_a_volume(made: Newsletter) -> None:
    reader = PdfReader(made.shelf("pdf", "2025.en.pdf"))
    entries = outline(reader.outline)
    assert entries == [
        "Contents",
        "只有中文的一期",
        ["1 一条新闻", "资料来源"],
        "Insulin without a needle",
        ["1 The skin lets it through", "2 What comes next", "Notes", "Sources"],
    ]
    contents = squeezed(reader.pages[1].extract_text())
    assert re.search(r"只有中文的一期.*3.*Insulinwithoutaneedle.*4", contents)


@pytest.mark.parametrize("name", ["2025-12-01.en.pdf", "2025-12-01.zh-Hans.pdf", "2025.bilingual.pdf"])
def test_fonts_are_embedded_subsets_of_ours(made: Newsletter, name: str) -> None:
    reader = PdfReader(made.shelf("pdf", name))
    names = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[attr-defined]
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            names.add(str(descendant["/BaseFont"]))
    assert names
    assert all(re.fullmatch(r"/[A-Z]{6}\+(NotoSansSC|NotoSerifSC|SourceSerifPro)[\w-]*", font) for font in names)


def test_an_issue_stays_small(made: Newsletter) -> None:
    for path in (made.root / ".cache/editions/pdf").rglob("healthcare-????-??-??.*.pdf"):
        assert path.stat().st_size < 300 * 1024, path.name


@poppler
def test_no_line_breaks_where_a_printer_would_not(newsletter: Newsletter) -> None:
    """Every item starts its sentences one character later, so that all of their places meet a line's end."""
    chinese = "上海市第一人民医院（沪上最早的三甲医院）称：“药品须在2–8 °C保存”，产值达555.1亿元，见《自然》杂志。"
    english = "It must be kept at 2–8 °C, costs 1.61 billion yuan, and was announced on 28 November 2025. "
    for path, text, sentences, more in (
        (newsletter.chinese, CHINESE, chinese * 2, "啊"),
        (newsletter.english, ENGLISH, english * 2, "x"),
    ):
        head = re.sub(r"sources:\n(  .*\n)+", "", text.split("---\n\n")[0])
        items = (f"## 第{n}条\n\n{more * n}{sentences}([Xinhua](https://www.news.cn/{n}))\n\n" for n in range(1, 26))
        path.write_text(f"{head}---\n\n{''.join(items)}", "utf-8")
    assert newsletter.make("pdf") == 0
    columns = {"zh-Hans": [(0, 595)], "en": [(0, 595)], "bilingual": [(0, 297), (305, 595)]}
    for language_set, spans in columns.items():
        for left, right in spans:
            lines = lines_between(newsletter.shelf("pdf", f"2025-12-01.{language_set}.pdf"), left, right)
            assert len(lines) > 100
            for line in lines:
                assert not re.match(r"[。，、；：？！）》」』”]|°C|亿元|–8|November", line), line
                assert not re.search(r"[（《「『“]$|\b2–8?$|555\.1亿?$|1\.61$|\b28$", line), line


def test_no_head_stands_alone_at_the_foot_of_a_page(newsletter: Newsletter) -> None:
    for lines in range(3):
        filler = "".join(
            f"## Head {n}\n\n{'Some words of a story. ' * (6 + (n * 7 + lines) % 9)}([Xinhua](https://www.news.cn/{n}))\n\n"
            for n in range(1, 25)
        )
        head = ENGLISH.split("sources:")[0] + "---\n\n"
        newsletter.english.write_text(head + filler, "utf-8")
        newsletter.chinese.unlink(missing_ok=True)
        assert newsletter.make("pdf") == 0
        reader = PdfReader(newsletter.shelf("pdf", "2025-12-01.en.pdf"))
        assert len(reader.pages) > 2
        for page in reader.pages:
            body = [line for line in page.extract_text().splitlines() if line.strip() and not line.strip().isdigit()]
            assert not re.match(r"\d+ Head|Sources$", body[-1]), body[-1]


def test_nothing_is_made_again_when_nothing_changed(newsletter: Newsletter, capsys: pytest.CaptureFixture[str]) -> None:
    assert newsletter.make("pdf") == 0
    before = {path: path.stat().st_mtime_ns for path in (newsletter.root / ".cache/editions").rglob("*.pdf")}
    capsys.readouterr()
    assert newsletter.make("pdf") == 0
    assert f"pdf: 0 made, {len(before)} up to date, 0 refused" in capsys.readouterr().out
    newsletter.alone.write_text(ALONE.replace("签约", "合作"), "utf-8")
    assert newsletter.make("pdf") == 0
    # Two editions of the issue and three of its year.
    assert "pdf: 5 made, 3 up to date, 0 refused" in capsys.readouterr().out
    (newsletter.root / "content/images/mouse.png").write_bytes(png(41))
    assert newsletter.make("pdf") == 0
    assert "pdf: 6 made, 2 up to date, 0 refused" in capsys.readouterr().out


def test_bytes_do_not_depend_on_place_user_or_time(made: Newsletter, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "深い path"
    copy.mkdir(parents=True)
    shutil.copytree(made.root / "content", copy / "content")
    shutil.copy(made.root / "mkdocs.yml", copy)
    home = tmp_path / "home"
    home.mkdir()
    surroundings = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(home), "TMPDIR": str(home), "USER": "somebody",
        "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7", "SITE_URL": "https://brief.example/",
    }  # fmt: skip
    command = [sys.executable, "-m", "build.editions", "pdf", "--root", "."]
    subprocess.run(command, cwd=copy, env=surroundings, check=True, capture_output=True)
    ours = {path.name: path.read_bytes() for path in (made.root / ".cache/editions/pdf").rglob("*.pdf")}
    theirs = {path.name: path.read_bytes() for path in (copy / ".cache/editions/pdf").rglob("*.pdf")}
    assert theirs == ours
    assert ours


def test_no_network_is_asked_for(newsletter: Newsletter, no_network: None) -> None:
    assert newsletter.make("pdf") == 0


def test_an_unknown_character_names_file_and_line_and_leaves_the_earlier_edition(
    newsletter: Newsletter, capsys: pytest.CaptureFixture[str]
) -> None:
    assert newsletter.make("pdf") == 0
    kept = newsletter.shelf("pdf", "2025-12-01.en.pdf").read_bytes()
    text = ENGLISH.replace("Companies have", "Companies 🎉 have")
    newsletter.english.write_text(text, "utf-8")
    capsys.readouterr()
    assert newsletter.make("pdf") == 1
    said = capsys.readouterr()
    line = text.split("🎉")[0].count("\n") + 1
    assert (
        f"content/issues/healthcare/2025-12-01.en.md:{line}:11: “🎉” (U+1F389 PARTY POPPER) is in no font" in said.err
    )
    assert "refused" in said.out
    assert newsletter.shelf("pdf", "2025-12-01.en.pdf").read_bytes() == kept
    pairs, configured = newsletter.load()
    # What is out of date is not offered.
    assert "2025-12-01.en" not in {
        f"{output.slug}.{output.language_set}" for output in store.ready(pairs, newsletter.root, configured)
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no picture at all", "its name says PNG, its content is no image"),
        (png()[:60], "it ends in the middle"),
    ],
)
def test_a_broken_picture_names_file_and_line(
    newsletter: Newsletter, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    (newsletter.root / "content/images/mouse.png").write_bytes(content)
    assert newsletter.make("pdf") == 1
    line = ENGLISH.split("../../images/mouse.png")[0].count("\n") + 1
    found = capsys.readouterr().err
    assert re.search(rf"2025-12-01\.en\.md:{line}:\d+: the image `\.\./\.\./images/mouse\.png` is not fit", found)
    assert f"content/images/mouse.png: {said}" in found
    assert not newsletter.shelf("pdf", "2025-12-01.en.pdf").exists()
    assert newsletter.shelf("pdf", "2025-11-24.zh-Hans.pdf").exists()


def test_hostile_text_is_text(newsletter: Newsletter) -> None:
    title = 'title: "#panic() *x* \\\\#{1} $x$ <label> @ref {{ x }}"'
    text = ENGLISH.replace("title: Insulin without a needle", title).replace(
        "Companies have", "Firms: #import `x` \\#eval $ have"
    )
    newsletter.english.write_text(text, "utf-8")
    assert newsletter.make("pdf") == 0
    reader = PdfReader(newsletter.shelf("pdf", "2025-12-01.en.pdf"))
    assert reader.metadata is not None
    assert reader.metadata.title == "#panic() *x* \\#{1} $x$ <label> @ref {{ x }}"


def test_a_missing_typesetter_or_font_is_one_line(
    newsletter: Newsletter, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    assert newsletter.make("pdf") == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Run `make pdf`" in said


def test_a_font_that_is_not_the_pinned_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    wrong = replace(fonts.LICENCES[0], sha256="0" * 64)
    monkeypatch.setattr(fonts, "LICENCES", (wrong,))
    monkeypatch.setattr(fonts, "FONTS", ())
    with pytest.raises(fonts.FontError, match="expected sha256:0000"):
        fonts.prepare(tmp_path)


def test_fonts_have_what_newsletters_write(tmp_path: Path) -> None:
    folder = fonts.prepare(tmp_path)
    assert sorted(path.name for path in folder.glob("*-OFL.txt")) == [
        "NotoSansSC-OFL.txt", "NotoSerifSC-OFL.txt", "SourceSerifPro-OFL.txt",
    ]  # fmt: skip
    assert all("SIL OPEN FONT LICENSE" in path.read_text("utf-8").upper() for path in folder.glob("*-OFL.txt"))
    rows = [bytes([high, low]) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF)]
    gbk = {text for row in rows if len(text := row.decode("gbk", "ignore")) == 1 and text.isprintable()}
    assert len(gbk) > 21_000
    assert fonts.missing(gbk, folder) <= {"≒"}
    others = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü①②⑳²³°℃≥≤±×–—…“”‘’•µαβγδμΩ€£¥™®©½₂→"
    assert fonts.missing([others], folder) == frozenset()
    assert fonts.missing(["🎉"], folder) == {"🎉"}


def test_the_typesetter_is_not_needed_to_offer_editions(made: Newsletter, tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules.update(dict.fromkeys(('typst', 'css_inline', 'fontTools')))\n"
        "from pathlib import Path; from build.content import issues, settings; from build.editions import store\n"
        "from build.content.model import ENGLISH\n"
        "root = Path(sys.argv[1]); pairs, _ = issues.load(root)\n"
        "ready = store.ready(pairs, root, settings.load(root)); store.publish(ready, root, Path(sys.argv[2]))\n"
        "downloads = store.downloads(ready, root, ENGLISH)\n"
        "print(len(ready), [entry.label for entry in downloads['healthcare', '2025-11-24']])\n"
        "print(repr(store.hint(pairs, ready)), repr(store.hint(pairs, ())))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(made.root), str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"SITE_URL": "https://brief.example/"},
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = done.stdout.splitlines()
    assert first == "15 ['PDF, Chinese', 'PDF, bilingual', 'E-mail, Chinese', 'E-mail, bilingual']"
    assert second.startswith("''")
    assert "`make pdf`" in second
    assert (tmp_path / "healthcare/2025-12-01/healthcare-2025-12-01.bilingual.pdf").read_bytes()[:5] == b"%PDF-"
    assert (tmp_path / "healthcare/healthcare-2025.en.epub").is_file()


@pytest.mark.parametrize("language_set", TONGUES)
def test_vera_pdf_finds_both_standards_kept(made: Newsletter, language_set: str) -> None:
    if shutil.which("verapdf") is None:
        pytest.skip("veraPDF is not installed")
    path = made.shelf("pdf", f"2025-12-01.{language_set}.pdf")
    for flavour in ("2a", "ua1"):
        done = subprocess.run(
            ["verapdf", "-f", flavour, "--format", "text", str(path)], capture_output=True, text=True, check=False
        )
        assert done.stdout.startswith("PASS"), done.stdout


def test_an_edition_is_set_from_data_alone(made: Newsletter) -> None:
    pairs, configured = made.load()
    output = next(output for output in store.artifacts("pdf", pairs) if output.language_set == "en")
    first, problems = Typesetter(made.root, configured).set(output)
    assert (problems, first[:5]) == ((), b"%PDF-")
