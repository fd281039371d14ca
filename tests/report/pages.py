"""Reads a page the way a screen reader walks it."""

from html.parser import HTMLParser
from itertools import pairwise


class Page(HTMLParser):
    """Tags with their attributes, headings with their texts, links, and all visible text."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.headings = []
        self.texts = []
        self._open = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._open.append(tag)
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append([int(tag[1]), ""])

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if self._open and self._open[-1].startswith("h") and self._open[-1][1:].isdigit():
            self.headings[-1][1] += data
        if not {"style", "script"} & set(self._open):
            self.texts.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


def assert_accessible(text):
    """One h1, no level skipped, tables with captions and scoped heads, drawings with words."""
    page = Page(text)
    levels = [level for level, _ in page.headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.all("html") == [{"lang": "en-GB"}]
    assert all(head.get("scope") in {"col", "row"} for head in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table")) > 0
    assert len(page.all("title")) == 1 + len(page.all("svg"))
    assert len(page.all("desc")) == len(page.all("svg"))
    assert all(svg["role"] == "img" for svg in page.all("svg"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = [link["href"][1:] for link in page.all("a") if link["href"].startswith("#")]
    assert set(targets) <= set(ids)
    return page


def assert_self_contained(text):
    """No script, nothing fetched from anywhere."""
    page = Page(text)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "iframe", "object", "embed", "link", "img", "base", "form"}
    for _, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert not attributes.get("src")
        assert "://" not in attributes.get("href", "")
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
