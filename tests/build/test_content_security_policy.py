"""The policy of every page, and headings whose attributes no text of a contributor can add to."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import hypothesis
import jinja2
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import _Element
from markdown import Markdown

from build.content import newsletter, settings
from build.content.model import LANGUAGES, Name, Topic
from build.site import builder, content_security_policy
from build.site.content_security_policy import PolicyError, allow_last_script, policy, script_digests
from build.site.mkdocs_adapter import STAGED_EXTENSIONS
from build.site.pages import PageContext, stage
from tests.build.conftest import Project
from tests.hostile import corpus
from tests.newsletter import NEWSLETTER, copy_newsletter

DIRECTIVES = {
    "default-src": {"'none'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "worker-src": {"'self'"},
    "manifest-src": {"'self'"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "form-action": {"'none'"},
}
KINDS = (
    "index.html",
    "404.html",
    "archive/index.html",
    "topics/index.html",
    "about/index.html",
    "healthcare/index.html",
    "healthcare/2025-12-01/index.html",
)
EXECUTED = {"", "text/javascript", "module", "importmap"}
SLUG = "x onfocus=alert('topic') tabindex=0 autofocus"
PAYLOADS = (
    SLUG,
    'x" onfocus="alert(1)',
    "x}\n{: onclick=alert(1) }",
    "x>\n\n<script>alert(1)</script>",
    "\x02wzxhzdk:0\x03",
    "&#34; onclick=alert(1) &quot;",
    "{{ config }}{% include 'x' %}",
    "x\n\ny `z` ~~~",
)


def parsed(text: str) -> dict[str, set[str]]:
    directives = [directive.split() for directive in text.split(";")]
    assert len({name for name, *_ in directives}) == len(directives)
    return {name: set(sources) for name, *sources in directives}


def words(element: _Element) -> str:
    return " ".join(" ".join(str(text) for text in element.itertext()).split())


def digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The newsletter of the tests, below a path, with every kind of page."""
    folder = copy_newsletter(tmp_path_factory.mktemp("own"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://news.example/brief/")
        content, problems = newsletter.read(folder, date(2026, 1, 1))
        assert problems == ()
        builder.build(folder, content, folder / "site")
        yield folder / "site"


def test_every_page_has_the_same_policy_and_it_names_every_inline_script(built: Path) -> None:
    pages = sorted(built.rglob("*.html"))
    uris = {path.relative_to(built).as_posix() for path in pages}
    assert {f"{language.prefix}{uri}" for language in LANGUAGES for uri in KINDS} <= uris
    policies = set()
    for path in pages:
        root = lxml.html.fromstring(path.read_bytes().decode())
        head = [element for element in root.iter() if element.getparent() is root.find("head")]
        assert head[0].get("charset") == "utf-8"
        assert head[1].get("http-equiv") == "Content-Security-Policy", path
        content = head[1].get("content") or ""
        policies.add(content)
        scripts = [script for script in root.iter("script") if not script.get("src")]
        inline = [script.text or "" for script in scripts if (script.get("type") or "") in EXECUTED]
        assert inline, path
        assert {digest(script) for script in inline} <= parsed(content)["script-src"], path
        assert not list(root.iter("style", "base")), path
        assert not [element for element in root.iter() if "style" in element.attrib], path
        assert not [name for element in root.iter() for name in element.attrib if str(name).startswith("on")], path
    (only,) = policies
    directives = parsed(only)
    assert {name: sources for name, sources in directives.items() if name != "script-src"} == DIRECTIVES
    allowed = directives["script-src"] - {"'self'"}
    assert len(allowed) == len(content_security_policy.INLINE_SCRIPTS)
    assert all(re.fullmatch(r"'sha256-[\w+/]{43}='", source) for source in allowed)


def templates(**files: str) -> jinja2.Environment:
    kept = dict.fromkeys(content_security_policy.INLINE_SCRIPTS, "<script>kept</script>")
    names = {name.rpartition("/")[2].removesuffix(".html"): name for name in kept}
    return jinja2.Environment(loader=jinja2.DictLoader(kept | {names[key]: text for key, text in files.items()}))


def test_digests_are_of_what_a_browser_hashes() -> None:
    digests = script_digests(templates(base="<script>var a = '{{ scope }}'\n</script>\n<b>"), {"scope": "/brief/"})
    assert digests == (digest("var a = '/brief/'\n"), digest("kept"))
    two = "{% if on %}<script>one</script>{% endif %}<script>two</script><script src=x></script>"
    assert digest("one") in script_digests(templates(content=two), {"on": True})
    assert digest("one") not in script_digests(templates(content=two), {"on": False})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<script>{{ base_url }}</script>", "base.html: 'base_url' is undefined; expected a script that is the same"),
        ("<script>{{ page.url }}</script>", "base.html: 'page' is undefined; expected a script that is the same"),
        ("<script src=x></script>", "base.html: no inline script; expected one."),
    ],
    ids=["base", "page", "none"],
)
def test_a_script_that_depends_on_its_page_fails_the_build(text: str, said: str) -> None:
    with pytest.raises(PolicyError, match=re.escape(said)):
        script_digests(templates(base=text), {})


def test_forms_lead_nowhere_but_to_addresses_that_are_set() -> None:
    assert parsed(policy([]))["form-action"] == {"'none'"}
    address = "https://lists.example/subscribe/brief"
    assert parsed(policy([], [address]))["form-action"] == {address}
    for wrong in ("http://lists.example/", "https://x.example/; script-src *", 'https://x.example/"', "*", "https:"):
        with pytest.raises(PolicyError, match="expected an https address"):
            policy([], [wrong])


def test_the_preview_allows_the_last_script_of_a_page_and_no_other() -> None:
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy([digest("kept")])}">'
    page = f"<html><head>{tag}</head><body><script>evil()</script><script>reload(1, 2)</script></body></html>\n"
    root = lxml.html.fromstring(allow_last_script(page.encode()).decode())
    (meta,) = (element.get("content") or "" for element in root.iter("meta"))
    assert parsed(meta)["script-src"] == {"'self'", digest("kept"), digest("reload(1, 2)")}
    for other in (
        page.replace("</script></body>", "</script><p>x</p></body>"),
        page.replace("<script>reload(1, 2)</script>", "<script src=x></script>"),
        "no page",
    ):
        assert allow_last_script(other.encode()) == other.encode()


@pytest.fixture(scope="module")
def press() -> PageContext:
    made = corpus.newsletter(settings.load(NEWSLETTER))
    return PageContext(settings.load(NEWSLETTER), LANGUAGES[0], made.pairs[-1:], (), {})


def headings(press: PageContext, slug: str) -> list[dict[str, str]]:
    """The second-level headings of the topics page, as the renderer of pages makes them."""
    topic = Topic(slug, Name("Evil", "坏"))
    issues = [
        replace(pair, issues=tuple(replace(issue, topics=(topic,)) for issue in pair.issues)) for pair in press.pairs
    ]
    staged = stage(replace(press, pairs=tuple(issues)))["topics.md"].split("---\n", 2)[2]
    html = Markdown(extensions=list(STAGED_EXTENSIONS)).convert(staged)
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    assert not list(root.iter("script"))
    return [dict(element.attrib) for element in root.iter("h2")]


@pytest.mark.parametrize("slug", PAYLOADS)
def test_a_slug_adds_no_attribute_to_a_heading(press: PageContext, slug: str) -> None:
    (attributes,) = headings(press, slug)
    assert set(attributes) == {"id"}


@hypothesis.settings(deadline=None, max_examples=40)
@given(slug=st.text(st.characters(exclude_categories=("Cs", "Cn")), min_size=1, max_size=40))
def test_any_slug_is_an_id_and_nothing_else(press: PageContext, slug: str) -> None:
    (attributes,) = headings(press, slug)
    assert set(attributes) == {"id"}


def test_the_table_of_contents_knows_the_headings_and_their_ids(built: Path) -> None:
    for language in LANGUAGES:
        root = lxml.html.fromstring(
            (built / language.prefix / "healthcare/2025-12-01/index.html").read_bytes().decode()
        )
        entries = [
            (str(link.get("href")), words(link))
            for link in root.iter("a")
            if any("md-nav--secondary" in (parent.get("class") or "") for parent in link.iterancestors("nav"))
        ]
        shown = [(f"#{element.get('id')}", words(element)) for element in root.iter("h2")]
        assert entries == shown
        assert len(entries) == 6


def test_no_markdown_of_contributors_is_read_a_second_time(project: Project) -> None:
    """Staged pages pass none of the extensions that the contributors' Markdown has."""
    from mkdocs.config import load_config

    from build.site import mkdocs_adapter

    config = load_config(str(project.root / "mkdocs.yml"), docs_dir=str(project.root / "content"), hooks=[])
    mkdocs_adapter.configure(config, settings.load(NEWSLETTER), LANGUAGES[0], project.root)
    assert config.markdown_extensions == ["md_in_html", "toc"]
    assert set(config.mdx_configs) <= {"md_in_html", "toc"}
