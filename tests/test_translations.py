"""Every text of the portal has a nynorsk and an English form, and the compiled catalogues hold what the sources say.

Needs no gettext tools. A new text fails here until it is translated: `make messages` brings it into the catalogues.
"""

import ast
import gettext
import re
from ast import literal_eval
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation.template import templatize

ROOT = settings.BASE_DIR
CATALOGUES = sorted(po for folder in settings.LOCALE_PATHS for po in folder.glob("*/LC_MESSAGES/django.po"))
OWN = [po for po in CATALOGUES if po.is_relative_to(settings.LOCALE_PATHS[0])]
PACKAGES = [folder for folder in ROOT.iterdir() if (folder / "__init__.py").exists() and folder.name != "tests"]

LINE = re.compile(r'(?:(?P<key>msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) )?(?P<text>".*")')
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|{\w*}|</?\w[^>]*>")
CALL = re.compile(r"""\b(?:_|n?p?gettext)\((?:u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*"|[, ]|count)*\)""")
FUNCTIONS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}  # and each with _lazy


class Text(NamedTuple):
    """What is looked up in a catalogue. `context` and `plural` are empty where there are none."""

    context: str
    singular: str
    plural: str


def forms_in(catalogue: Path) -> dict[Text, list[str]]:
    """Each text with its translations, singular first. Fuzzy ones are left without any, as msgfmt leaves them."""
    found = {}
    for block in catalogue.read_text(encoding="utf-8").split("\n\n"):
        words: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            match = LINE.fullmatch(line)
            assert match, f"{catalogue}: {line}"
            key = match["key"] or key
            words[key] = words.get(key, "") + literal_eval(match["text"])
        if words.get("msgid"):
            text = Text(words.get("msgctxt", ""), words["msgid"], words.get("msgid_plural", ""))
            fuzzy = re.search("^#,.*fuzzy", block, re.MULTILINE)
            found[text] = [] if fuzzy else [words[key] for key in sorted(words) if key.startswith("msgstr")]
    return found


def texts_of_python(source: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", "")).removesuffix("_lazy")
        words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in FUNCTIONS and words:
            context = words.pop(0) if name.startswith(("p", "np")) else ""
            yield Text(context, words[0], words[1] if name.startswith("n") else "")


@cache
def texts_of_portal() -> set[Text]:
    texts = {
        text
        for package in PACKAGES
        for file in package.rglob("*.py")
        for text in texts_of_python(file.read_text(encoding="utf-8"))
    }
    for file in (ROOT / "templates").rglob("*.*"):
        for call in CALL.findall(templatize(file.read_text(encoding="utf-8"), origin=str(file))):
            texts |= set(texts_of_python(call))
    return texts


@pytest.mark.parametrize("catalogue", OWN, ids=lambda po: po.parts[-3])
def test_the_catalogue_has_exactly_the_texts_of_the_portal(catalogue: Path) -> None:
    used, known = texts_of_portal(), set(forms_in(catalogue))
    assert len(used) > 500
    assert used - known == set(), "make messages, and translate these"
    assert known - used == set(), "make messages: nothing uses these any more"


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda po: "/".join(po.parts[-4:-2]))
def test_every_text_is_translated_with_its_placeholders(catalogue: Path) -> None:
    for text, forms in forms_in(catalogue).items():
        sources = [text.singular, text.plural] if text.plural else [text.singular]
        assert len(forms) == len(sources), f"fuzzy: {text}"
        assert all(forms), f"not translated: {text}"
        for source, form in zip(sources, forms, strict=True):
            assert Counter(PLACEHOLDER.findall(source)) == Counter(PLACEHOLDER.findall(form)), text


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda po: "/".join(po.parts[-4:-2]))
def test_the_compiled_catalogue_is_made_from_its_source(catalogue: Path) -> None:
    with catalogue.with_suffix(".mo").open("rb") as file:
        compiled = {key: form for key, form in gettext.GNUTranslations(file)._catalog.items() if key}
    expected = {}
    for text, forms in forms_in(catalogue).items():
        key = f"{text.context}\x04{text.singular}" if text.context else text.singular
        expected |= {(key, number): form for number, form in enumerate(forms)} if text.plural else {key: forms[0]}
    assert compiled == expected


def test_both_languages_beside_the_source_are_there() -> None:
    assert {po.parts[-3] for po in OWN} == {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}


def test_no_library_changes_the_bokmål_text() -> None:
    with translation.override("nb"):
        for text in texts_of_portal():
            if not text.context:
                assert translation.gettext(text.singular) == text.singular


def test_what_nynorsk_lacks_is_shown_in_bokmål_not_in_english() -> None:
    with translation.override("nn"):
        assert translation.gettext("Use a security key") == "Bruk en sikkerhetsnøkkel"


def test_the_log_in_page_is_in_nynorsk_for_those_who_ask_for_it(db: None) -> None:
    with translation.override("nb"):  # the request leaves its own language behind in this thread
        page = Client().get(reverse("account_login"), headers={"accept-language": "nn"}).content.decode()
    assert '<html lang="nn"' in page
    for text in ("Logg inn", "Passord", "Hugs meg", "Gløymt passordet?", "Tilgjenge"):
        assert text in page
