"""The report as its readers meet it: pages open, edits have names, notes lead back, search finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

NOTED = "002_507538d25292fa2c.txt"  # callouts and notes, Markdown
SPACED = "003_f1103d371ed89864.txt"  # an edit a word, pages, a doubt
HYPHENED = "000_0b244897cc918f2c.txt"
AT_ONCE = 25_000  # elements in a page


def shown(page: Page, selector: str) -> int:
    return page.locator(f"{selector} >> visible=true").count()


def struck(page: Page, selector: str) -> bool:
    """Whether the first such edit is marked as one."""
    line = page.locator(selector).first.evaluate("e => getComputedStyle(e).textDecorationLine")
    return line != "none"


class TestDocument:
    def test_raw_and_clean_text_stand_side_by_side(self, site):
        row = site.document(HYPHENED).locator("tr", has=site.page.locator("del", has_text=re.compile("^-⏎$"))).first
        raw, clean = (row.locator(cell).bounding_box() for cell in ("td.a", "td.b"))
        assert raw["y"] == clean["y"]
        assert raw["x"] + raw["width"] <= clean["x"]
        assert "-⏎" in row.locator("td.a").inner_text()
        assert "-⏎" not in row.locator("td.b").inner_text()

    def test_a_word_made_whole_stands_in_one_line(self, site):
        row = site.document(HYPHENED).locator("tr", has_text=re.compile("eco-⏎")).first
        assert row.locator("td.b").inner_text().rstrip().endswith("economic")

    def test_an_edit_is_named_for_the_pointer_and_for_the_keyboard(self, site):
        page = site.document(HYPHENED)
        edit, tip = page.locator("del.e", has_text="-⏎").first, page.get_by_role("tooltip")
        edit.hover()
        expect(tip).to_contain_text("hyphens.join")
        page.keyboard.press("Escape")
        expect(tip).to_be_hidden()
        edit.focus()
        expect(tip).to_contain_text("hyphens.join")
        expect(edit).to_have_attribute("aria-describedby", "tip")

    def test_arrows_lead_from_edit_to_edit_and_enter_to_the_rule(self, site):
        page = site.document(HYPHENED)
        page.get_by_label("hyphens.join").click()
        page.get_by_role("button", name="none").click()
        page.get_by_label("hyphens.join").check()
        page.get_by_role("button", name="next edit").click()
        first = page.evaluate("document.activeElement.closest('tr').rowIndex")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.closest('tr').rowIndex") > first
        assert page.evaluate("document.activeElement.textContent") == "-⏎"
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("hyphens.join")

    def test_one_edit_is_a_tab_stop(self, site):
        assert site.document(SPACED).locator(".text .e[tabindex='0']").count() == 1

    def test_the_filter_shows_the_edits_of_a_rule(self, site):
        page = site.document(NOTED)
        page.get_by_role("button", name="none").click()
        page.get_by_label("notes.label").check()
        named = page.locator(".filter label", has_text="notes.label")
        rule, other = (page.locator(".filter label", has_text=name).locator("input").get_attribute("value")
                       for name in ("notes.label", "markup.emphasis"))  # fmt: skip
        assert struck(page, f"del.{rule}")
        assert not struck(page, f"del.{other}")
        expect(page.get_by_role("status")).to_contain_text(named.locator(".number").inner_text())
        page.get_by_label("only lines with these").check()
        assert 0 < shown(page, ".text tbody tr") == page.locator(f".text tr:has(.{rule})").count()
        page.get_by_role("button", name="all").click()
        assert struck(page, f"del.{other}")

    def test_a_callout_leads_to_its_note_and_back(self, site):
        page = site.document(NOTED)
        callout = page.locator("sup.c a").nth(3)
        target = callout.get_attribute("href")
        callout.click()
        note = page.locator(target)
        expect(note).to_be_in_viewport()
        expect(note).to_be_focused()
        expect(note).to_contain_text(f"note {callout.inner_text()}")
        note.get_by_role("link").click()
        expect(callout).to_be_in_viewport()
        expect(callout).to_be_focused()

    def test_margins_tell_pages_and_furniture(self, site):
        margin = site.document(HYPHENED).locator("td.m")
        assert margin.filter(has_text="page 2").count()
        assert site.document(NOTED).locator("td.m").filter(has_text="rule").count() > 10

    def test_spans_and_mentions_are_marked(self, site):
        page = site.document(NOTED)
        assert page.locator("td.b .s[lang^=ru]").count() > 10
        mention = page.locator("td.b a.m", has_text="Bukharin").first
        mention.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Nikolai Bukharin")

    def test_a_doubt_is_marked_and_listed(self, site):
        page = site.document(SPACED)
        page.get_by_text("1 doubt", exact=True).click()
        page.locator(".doubts a").click()
        expect(page.locator("#doubt-0")).to_be_in_viewport()
        assert page.locator("td.a mark").count()

    def test_the_clean_text_can_be_read_alone(self, site):
        page = site.document(HYPHENED)
        page.get_by_label("clean, to read").check()
        assert shown(page, "td.a") == 0
        assert shown(page, "td.b") > 0


class TestLongDocument:
    def test_it_never_has_all_elements_at_once(self, site):
        page = site.document("long.txt")
        most = 0
        for n in range(1, 6):
            page.evaluate(f"scrollTo(0, document.body.scrollHeight * {n} / 5)")
            page.wait_for_timeout(200)
            most = max(most, page.locator("*").count())
        assert most < AT_ONCE
        assert page.locator(".chunk.waiting").count() > page.locator(".chunk:not(.waiting)").count()
        assert page.locator(".chunk").last.locator("tr").count() > 0

    def test_an_address_in_it_is_found(self, site):
        page = site.document("long.txt")
        last = page.evaluate("""() => [...document.querySelectorAll(".waiting template")].flatMap(
            (each) => [...each.content.querySelectorAll(".p")]).at(-1).id""")
        page.goto(f"{page.url}#{last}")
        expect(page.locator(f"#{last}")).to_be_attached()
        expect(page.locator("tr.here")).to_be_in_viewport()

    def test_the_filter_holds_for_what_comes_later(self, site):
        page = site.document("long.txt")
        page.get_by_role("button", name="none").click()
        page.get_by_label("hyphens.keep").check()
        for _ in range(3):
            page.get_by_role("button", name="next edit").click()
        assert page.evaluate("document.activeElement.matches('.e')")
        blanks = page.locator(".filter label", has_text="spacing.blanks").locator("input").get_attribute("value")
        ground = page.locator(f"del.{blanks}").last.evaluate("e => getComputedStyle(e).backgroundColor")
        assert ground == "rgba(0, 0, 0, 0)"


# Words → what the first snippets mark, at least once.
FOUND = {
    "as written": ("sedentarized", "sedentarized"),
    "the beginning of a word": ("sedentariz", "sedentarization"),
    "without marks": ("Goloshchekin", "Goloshchekin"),
    "another spelling": ("Goloshchyokin", "Goloshchekin"),
    "in Cyrillic": ("Голощёкин", "Goloshchekin"),
    "a Cyrillic reading": ("Правда", "Pravda"),
}


class TestSearch:
    @pytest.mark.parametrize(("asked", "marked"), FOUND.values(), ids=FOUND)
    def test_it_finds(self, site, asked, marked):
        page = site.open("index.html")
        page.get_by_role("searchbox").fill(asked)
        page.keyboard.press("Enter")
        expect(page.locator("#results mark").first).to_be_visible()
        marks = page.locator("#results mark").all_inner_texts()
        assert any(marked.lower() in mark.lower() for mark in marks), marks

    def test_a_result_leads_to_its_paragraph(self, site):
        page = site.open("search.html?q=Goloshchekin")
        page.locator("#results a").first.click()
        expect(page.locator("tr.here")).to_be_in_viewport()
        expect(page.locator("tr.here td.b")).not_to_be_empty()

    def test_entities_come_first(self, site):
        page = site.open("search.html?q=Голощёкин")
        page.locator("#named a", has_text="Goloshchyokin").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Filipp Goloshchyokin")

    def test_nothing_is_found_and_said(self, site):
        expect(site.open("search.html?q=zzyzzx").get_by_role("status")).to_have_text("Nothing is found.")

    def test_what_is_asked_is_no_markup(self, site):
        page = site.open("search.html?q=<img src=x onerror=alert(1)>")
        expect(page.get_by_role("status")).not_to_be_empty()
        assert page.locator("main img").count() == 0


class TestDarkMode:
    ground = "getComputedStyle(document.body).backgroundColor"

    def test_the_system_decides_and_the_switch_overrules(self, site):
        page = site.open("index.html")
        light = page.evaluate(self.ground)
        page.emulate_media(color_scheme="dark")
        dark = page.evaluate(self.ground)
        assert light != dark
        switch = page.get_by_role("button", name="Dark")
        expect(switch).to_have_attribute("aria-pressed", "true")
        switch.click()
        assert page.evaluate(self.ground) == light

    def test_the_choice_goes_with_the_reader(self, site):
        page = site.open("index.html")
        page.get_by_role("button", name="Dark").click()
        dark = page.evaluate(self.ground)
        page.get_by_role("link", name="Rules").click()
        page.wait_for_url("**/rules/index.html")
        assert page.evaluate(self.ground) == dark


def every_sort(site) -> list[str]:
    pages = [site.document(name).url for name in (NOTED, HYPHENED)]
    root = site.folder.as_uri()
    stalin = site.open("entities/index.html").get_by_role("link", name="Joseph Stalin", exact=True)
    stalins = f"entities/{str(stalin.get_attribute('href')).rsplit('/', 1)[-1]}"
    names = ("index.html", "entities/index.html", stalins, "rules/index.html", "rules/hyphens.join.html")
    names += ("search.html?q=Goloshchekin",)
    return [*pages, *(f"{root}/{name}" for name in names)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(site, scheme: str):
    axe = Axe()
    site.page.emulate_media(color_scheme=scheme)
    for url in every_sort(site):
        site.page.goto(url)
        site.page.wait_for_timeout(200)
        faults = [
            (found["id"], found["nodes"][0]["html"][:80], found["nodes"][0].get("failureSummary", "")[-150:])
            for found in axe.run(site.page, options={"preload": False}).response["violations"]
            if found["impact"] in ("serious", "critical")
        ]
        assert faults == [], url


def test_no_page_names_anything_to_load_from_elsewhere(report: Path):
    loaded = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)=\"(?!data:)(?:[a-z]+:)?//", re.I)
    for page in report.rglob("*.html"):
        assert not loaded.search(page.read_text("utf-8")), page


def test_a_page_without_scripts_shows_the_text(browser, report: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((report / "index.html").as_uri())
    page.get_by_role("link", name=HYPHENED, exact=True).click()
    assert page.locator("td.b >> visible=true").count() > 100
    assert page.locator("del.e").first.is_visible()
    context.close()
