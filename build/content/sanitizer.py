"""Cleans HTML from contributors: an allow-list of what may be on a page.

What contributors write passes Python-Markdown, which lets raw HTML through and makes links from any address. All of it
goes through one allow-list (nh3, the ammonia library), after rendering, where nothing is added behind it. Principles:

1. No script, style, frame, form (but for the inert inputs of tabs and task lists), event handler or `style` attribute.
2. Links lead to http, https, mailto, or to a place in this site.
3. Images are the site's own: a page loads nothing from other hosts.
4. Only class names and ids that our Markdown extensions produce; an author's id cannot collide with the page's own.
5. No template syntax: `{{`, `{%`, `{#` leave as character references, which look the same and mean nothing.
6. Nothing that a later Markdown pass takes for markup of its own (fences, snippets): staged pages hold HTML, and
   preprocessors of the renderer run before raw HTML is recognised.
"""

import re

import nh3

_BLOCK = {
    "p",
    "div",
    "blockquote",
    "pre",
    "hr",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "colgroup",
    "col",
}
_TABLE = {"thead", "tbody", "tfoot", "tr", "th", "td", "details", "summary", "figure", "figcaption"}
_HEADING = {"h1", "h2", "h3", "h4", "h5", "h6"}
_INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "br",
    "cite",
    "code",
    "del",
    "dfn",
    "em",
    "i",
    "img",
    "ins",
    "kbd",
    "mark",
    "q",
}
_RUBY = {"rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
_INPUT = {"input", "label"}
TAGS = _BLOCK | _TABLE | _HEADING | _INLINE | _RUBY | _INPUT

# Elements whose text is no prose either: they go with all they hold.
_DROPPED = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea"}

_ATTRIBUTES = {
    "*": {"class", "id", "lang", "title", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "th": {"colspan", "rowspan", "scope", "align"},
    "td": {"colspan", "rowspan", "align"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "time": {"datetime"},
    "details": {"open"},
    "input": {"checked", "disabled", "name"},
    "label": {"for"},
}
# Inputs exist for tabs and task lists only; any other type would be a form control of a contributor's.
_VALUES = {"input": {"type": {"radio", "checkbox"}}}

# One to three letters are Pygments' names for kinds of code; the theme has no class as short.
_CLASSES = re.compile(
    r"admonition(-title)?|note|abstract|info|tip|success|question|warning|failure|danger|bug|example|quote|"
    r"footnote(-ref|-backref)?|arithmatex|highlight|filename|linenos|[a-z][a-z0-9]{0,2}|tabbed-(set|content|block|labels|alternate)|"
    r"task-list(-item|-control|-indicator)?|emojione|twemoji|gemoji"
)
_IDS = re.compile(r"(fn|fnref\d*)[:\-][\w\-.]+|__tabbed_\d+(_\d+)?", re.ASCII)
# Programs that read the page's HTML further (PDF, mail) take numbers for numbers.
_NUMBER = re.compile(r"-?[0-9]{1,4}")
_FORMS = {
    **dict.fromkeys(("start", "value", "width", "height"), _NUMBER),
    **dict.fromkeys(("colspan", "rowspan"), re.compile(r"[0-9]{1,2}")),
    "align": re.compile(r"left|right|center|justify", re.IGNORECASE),
    # Text that runs in another direction than it is written reads as another text.
    "dir": re.compile(r"ltr|auto", re.IGNORECASE),
    "lang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}"),
    "scope": re.compile(r"(?:row|col)(?:group)?", re.IGNORECASE),
    "type": re.compile(r"[1aAiI]|radio|checkbox"),
    "datetime": re.compile(r"[0-9A-Za-z:.+ -]{1,40}"),
}
"""What the value of an attribute may be, where it is no free text."""
_FOREIGN = re.compile(r"\s*([a-z][a-z0-9+.\-]*:|[/\\]{2})", re.IGNORECASE)
_INERT = str.maketrans({"`": "&#96;", "~": "&#126;"})


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        kept = [word for word in value.split() if _CLASSES.fullmatch(word)]
        return " ".join(kept) or None
    if name in ("id", "for", "name"):
        return value if _IDS.fullmatch(value) else None
    if name in _FORMS:
        return value if _FORMS[name].fullmatch(value) else None
    if tag == "img" and name == "src":
        return None if _FOREIGN.match(value) or value.startswith("/") else value
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "svg",
        "math",
        "title",
        "textarea",
    },
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    tag_attribute_values=_VALUES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
    strip_comments=True,
)

_INLINE_CLEANER = nh3.Cleaner(
    tags=_INLINE | _RUBY,
    clean_content_tags=_DROPPED,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
)


def inert(html: str) -> str:
    """Return HTML in which nothing is left that a template engine or a Markdown preprocessor would read."""
    return re.sub(r"\{(?=[{%#])", "&#123;", html).translate(_INERT)


def clean_html(html: str) -> str:
    """Return `html` with only what is on the allow-list; cleaning twice equals cleaning once."""
    return inert(_CLEANER.clean(html))


def clean_inline(html: str) -> str:
    """Return `html` cleaned and without block elements, fit for a heading."""
    return " ".join(inert(_INLINE_CLEANER.clean(html)).split())
