"""Rules of [fields] as they are written: css, css @attribute, @attribute, label: Puh, css ~ pattern, ~ pattern."""

from __future__ import annotations

import re

from importers.web.sources.patterns import pattern_of
from importers.web.sources.selectors import compiled
from importers.web.sources.spec import FieldRule, Rule
from outreach.errors import BadInput
from outreach.terms.message import say

_LABEL = re.compile(r"label:\s*", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?:^|\s+|(?<=[\w\])]))@([A-Za-z_][\w:.-]{0,60})$")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]")
_TILDE = re.compile(r"(?:^|\s)~\s")
LONGEST_RULE = 1500


def rule_of(text: str) -> Rule:
    """The rule that a text writes; BadInput with what is wrong with it."""
    line = text.strip()
    if not line:
        raise BadInput(say("The rule is empty: leave the key out instead."))
    if len(line) > LONGEST_RULE:
        raise BadInput(say("The rule is longer than {n} characters.", n=LONGEST_RULE))
    label = _LABEL.match(line)
    place, pattern = _parted(line, quotes=not label)
    if pattern:
        pattern_of(pattern)
    if label:
        word = place[label.end() :].strip() if place else ""
        if not word.strip(" :"):
            raise BadInput(say("After label: comes the word that stands before the value on the page: label: Puh"))
        return Rule(label=word, pattern=pattern)
    attribute = _ATTRIBUTE.search(place)
    css = place[: attribute.start()].strip() if attribute else place
    if css:
        compiled(css)
    return Rule(css=css, attribute=attribute[1] if attribute else "", pattern=pattern)


def text_of_rule(rule: Rule) -> str:
    """The text that `rule_of` reads as this rule."""
    place = f"label: {rule.label}" if rule.label else rule.css
    parts = [place, f"@{rule.attribute}" if rule.attribute else "", f"~ {rule.pattern}" if rule.pattern else ""]
    return " ".join(filter(None, parts))


def field_rule_of(text: str) -> FieldRule:
    """A field rule of one text."""
    return FieldRule((rule_of(text),))


def _parted(line: str, *, quotes: bool) -> tuple[str, str]:
    """What stands before and after the first " ~ " outside of quotation marks and brackets; "" after where none is."""
    hidden = _QUOTED.sub(lambda found: "x" * len(found[0]), line) if quotes else line
    tilde = _TILDE.search(hidden)
    if not tilde:
        if hidden.rstrip().endswith(" ~") or hidden.strip() == "~":
            raise BadInput(say("After ~ comes a regular expression, such as ~ [0-9]+"))
        return line, ""
    return line[: tilde.start()].strip(), line[tilde.end() :].strip()
