"""The page of `diff --format html`, in a real browser: load, filter, decide, export, fix."""

import json
import os
import shutil

import pytest
from browser import FLAGS, MISSING, chromium
from playwright.sync_api import sync_playwright
from test_cli import DIRTY, cleaner

from cleaner import Cleaner
from cleaner.report import Result, html

NASTY = "<script>document.title='owned'</script><img src=x onerror=document.title='owned'>"
# Safe and suggested; alike; markup, an invisible character and a character beyond the 16 bits.
TEXTS = {
    "a.txt": DIRTY.decode(),
    "b & <b>.txt": f"\U0001f600 TThismove {NASTY} may come. In the bea\u200bch house , which stood.\n"
    "It will continue tdeployingtroops.\nIt will continue tdeployingtroops.\n",
    "c.txt": "Nothing is wrong here.\n",
}


@pytest.fixture(scope="module")
def browser():
    path = chromium()
    if path is None and os.environ.get("CI"):
        pytest.fail(MISSING)
    if path is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reported")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8", newline="")
    done = cleaner("diff", "--format", "html", "-o", "report.html", ".", cwd=folder)
    assert (done.returncode, done.stdout) == (1, b"")
    return folder


@pytest.fixture
def folder(reported, tmp_path):
    return shutil.copytree(reported, tmp_path / "copy")


@pytest.fixture
def page(browser, folder):
    """The page of the folder; whatever the console complains of or the page asks for is a fault."""
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url))
    address = (folder / "report.html").as_uri()
    page.goto(address)
    yield page
    assert [fault for fault in faults if fault != address and not fault.startswith("blob:")] == []
    context.close()


def shown(page):
    return page.locator(".edit").count()


def exported(page):
    with page.expect_download() as download:
        page.keyboard.press("e")
    assert download.value.suggested_filename == "cleaner-decisions.json"
    return download.value.path()


def test_page_counts_what_check_lists(page, folder):
    found = json.loads(cleaner("check", "--format", "json", ".", cwd=folder).stdout)
    assert shown(page) == len(found)
    assert page.locator("#status").inner_text() == f"{len(found)} of {len(found)} shown"
    safe = sum(f["safety"] == "safe" for f in found)
    figures = page.locator(".figures dd").all_inner_texts()
    assert figures == [str(len(found)), str(safe), str(len(found) - safe), "66.7 %"]
    assert 0 < safe < len(found)


def test_text_and_file_names_are_never_markup(page):
    assert page.title() != "owned"
    card = page.locator(".edit", has_text="This move").last
    assert NASTY[:40] in card.locator(".side").first.inner_text()
    assert page.locator("main script, main img").count() == 0
    assert "b & <b>.txt" in page.locator(".path").all_inner_texts()
    assert "U+200B" in page.locator("del .unseen").all_inner_texts()
    policy = page.locator("meta[http-equiv]").get_attribute("content")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_policy_lets_no_other_script_run(browser, folder):
    page = browser.new_page()
    page.goto((folder / "report.html").as_uri())
    blocked = page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener('securitypolicyviolation', (e) => done(e.effectiveDirective));
            const script = document.createElement('script');
            script.textContent = "document.title = 'owned'";
            document.body.append(script);
        })"""
    )
    assert blocked == "script-src-elem"
    assert page.title() != "owned"
    page.close()


def test_filters(page):
    everything = shown(page)
    page.keyboard.press("/")
    page.keyboard.type("DEPLOYING")
    found = page.locator(".edit").all_inner_texts()
    assert 3 <= len(found) < everything
    assert all("deploying" in text for text in found)
    page.locator("#file").fill("b & ")
    assert page.locator(".path").all_inner_texts() == ["b & <b>.txt"]
    page.get_by_role("button", name="Reset").click()
    assert shown(page) == everything
    page.locator("#rule").select_option("W402")
    assert shown(page) == 3
    page.get_by_role("button", name="W402 stray_letter").click()
    assert shown(page) == everything
    page.locator("#tier").select_option("suggested")
    suggested = shown(page)
    assert 0 < suggested < everything
    page.locator("#tier").select_option("safe")
    assert shown(page) == everything - suggested
    page.get_by_role("button", name="Reset").click()
    page.locator("#most").fill("0.9")
    assert 0 < shown(page) < everything
    page.locator("#text").fill("no such text")
    assert "No edit passes" in page.locator("main").inner_text()


def test_keys_decide_undo_and_all_alike(page):
    keys = page.keyboard
    keys.press("a")
    keys.press("r")
    assert page.locator("#tally").inner_text() == "1 accepted, 1 rejected"
    focused = page.locator(".edit:focus")
    assert page.locator(".edit").nth(2).get_attribute("data-index") == focused.get_attribute(
        "data-index"
    )
    keys.press("u")
    assert page.locator("#tally").inner_text() == "1 accepted, 0 rejected"
    keys.press("k")
    keys.press("x")
    page.locator("#text").fill("deploying")
    keys.press("Escape")
    keys.press("A")
    assert page.locator("#tally").inner_text() == "3 accepted, 0 rejected"
    page.locator("#state").select_option("accepted")
    assert shown(page) == 3
    keys.press("Escape")
    keys.press("?")
    assert page.locator("dialog").is_visible()
    keys.press("r")
    keys.press("Escape")
    assert not page.locator("dialog").is_visible()
    assert page.locator("#tally").inner_text() == "3 accepted, 0 rejected"


def test_decisions_survive_reloading_and_can_be_loaded(page):
    page.locator(".edit .yes").first.click()
    file = exported(page)
    page.reload()
    assert page.locator("#tally").inner_text() == "1 accepted, 0 rejected"
    page.locator("#clear-shown").click()
    assert page.locator("#export").is_disabled()
    page.locator("#load").set_input_files(file)
    page.get_by_text("1 of 1 decisions taken over").wait_for()
    assert page.locator(".edit.accepted").count() == 1


def test_a_page_counts_all_and_lists_some(browser, folder, monkeypatch):
    monkeypatch.setattr(html, "LIMIT", 3)
    repair = Cleaner().clean(TEXTS["a.txt"])
    results = [Result(name, repair) for name in ("one.txt", "two.txt")]
    (folder / "page.html").write_text("".join(html.page(html.rows_by_document(results), {})), "utf-8")
    page = browser.new_page()
    page.goto((folder / "page.html").as_uri())
    assert page.locator(".figures dd").first.inner_text() == "10"
    assert shown(page) == 3
    assert "the first 3 are listed" in page.locator(".note").inner_text()
    page.close()


def test_a_page_without_edits_says_so(browser, folder):
    done = cleaner("diff", "--format", "html", "c.txt", cwd=folder, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    (folder / "page.html").write_bytes(done.stdout)
    page = browser.new_page()
    page.goto((folder / "page.html").as_uri())
    assert page.locator("main").inner_text() == "Nothing to repair."
    page.close()


def test_bytes_that_are_no_text_do_no_harm(browser, folder):
    name = os.fsdecode(b"caf\xe9.txt")
    (folder / name).write_bytes(b"caf\xe9 \xff\nIt will continue tdeployingtroops.\n")
    done = cleaner("diff", "--format", "html", "-o", "page.html", name, cwd=folder)
    assert done.returncode == 1
    page = browser.new_page()
    page.goto((folder / "page.html").as_uri())
    assert page.locator(".path .unseen").inner_text() == "U+DCE9"
    page.keyboard.press("a")
    assert cleaner("fix", "--decisions", exported(page), cwd=folder).returncode == 0
    assert (folder / name).read_bytes() == b"caf\xe9 \xff\nIt will continue deploying troops.\n"
    page.close()


def test_fix_makes_exactly_what_was_accepted_in_the_page(page, folder):
    page.locator(".edit", has_text="spaced_punctuation").locator(".yes").click()
    page.locator(".edit", has_text="stray_letter").locator(".yes").nth(1).click()
    page.locator(".edit", has_text="doubled_initial").locator(".no").first.click()
    page.locator("#rule").select_option("U501")
    page.locator("#accept-shown").click()
    file = exported(page)
    decisions = json.loads(file.read_text("utf-8"))["decisions"]
    assert sorted(d["decision"] for d in decisions) == ["accept"] * 4 + ["reject"]

    done = cleaner("fix", "--decisions", file, cwd=folder)
    assert done.returncode == 0, done.stderr
    wanted = dict(TEXTS)
    wanted["a.txt"] = (
        TEXTS["a.txt"].replace("240-millimeter", "240 mm").replace("170-millimeter", "170 mm")
    )
    wanted["b & <b>.txt"] = (
        TEXTS["b & <b>.txt"]
        .replace("house , which", "house, which")
        .replace("tdeployingtroops", "deploying troops", 1)
    )
    for name, text in wanted.items():
        assert (folder / name).read_bytes() == text.encode(), name
    again = cleaner("fix", "--decisions", file, "--exit-non-zero-on-fix", cwd=folder)
    assert (again.returncode, again.stdout) == (0, b"")


def test_records_and_what_was_done_are_looked_at_and_not_decided_on(browser, folder):
    stray = "It will continue tdeployingtroops."
    lines = [{"text": stray, "title": "A &amp; B"}, {"text": "All is well."}, {"text": stray}]
    (folder / "data.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    fields = ("--field", "text", "--field", "title")
    cleaner("diff", "--format", "html", "-o", "page.html", *fields, "data.jsonl", "a.txt", cwd=folder)
    page = browser.new_page()
    page.goto((folder / "page.html").as_uri())
    assert page.locator(".figures dt").last.inner_text() == "documents with edits: 3 of 4"
    assert page.locator(".path").all_inner_texts()[:2] == ["data.jsonl:1:text", "data.jsonl:1:title"]
    page.locator("#accept-shown").click()
    assert page.locator(".edit.accepted").count() == page.locator(".boxes").count() == shown(page) - 3
    assert {d["path"] for d in json.loads(exported(page).read_bytes())["decisions"]} == {"a.txt"}
    run = cleaner("corpus", "data.jsonl", "done", *fields, "--quiet", "--budget", "1", cwd=folder)
    assert run.returncode == 0
    made = cleaner("diff", "--format", "html", "-o", "done.html", "done", cwd=folder)
    assert made.stderr == b"3 repairs made in 2 of 3 documents\n"
    page.goto((folder / "done.html").as_uri())
    assert page.locator(".figures dt").last.inner_text() == "documents with edits: 2 of 3"
    assert shown(page) == 3
    page.keyboard.press("a")
    assert page.locator(".edit.accepted, .decide:visible").count() == 0
    page.keyboard.press("?")
    assert page.locator("#help dt:visible").all_inner_texts() == ["j k", "n p", "/"]
    page.close()
