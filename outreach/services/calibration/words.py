"""What each weight is called."""

from __future__ import annotations

from collections.abc import Mapping

from outreach.terms.message import Message, say

WORDS: Mapping[str, Message] = {
    "id_equal": say("Same Business ID"),
    "id_differs": say("Different Business IDs"),
    "name_cap": say("The name, at most"),
    "name_differs": say("No telling word in common"),
    "auxiliary_bonus": say("A whole auxiliary name, above the rarity of its words"),
    "similar_word_cost": say("A misspelt word"),
    "more_edits_cost": say("A misspelt word, for each further letter that is wrong"),
    "unlike_cost": say("A misspelt word, for each part in which it is unlike"),
    "joined_cost": say("Words written as one, or one word as two"),
    "order_cost": say("The same words in another order"),
    "initial_cost": say("An initial in place of a word"),
    "short_cost": say("An abbreviation"),
    "cut_cost": say("A word cut off at the end of a column"),
    "behind_cost": say("A word lost behind the end of a column"),
    "one_word_cost": say("A name of one word, for each doubling of the names that hold it"),
    "left_over_unknown": say("Left over: a word that no name in the register has"),
    "left_over_known": say("Left over: a word of the record that the register knows"),
    "left_over_register": say("Left over: a word of the name in the register"),
    "left_over_number": say("Left over: a number"),
    "left_over_town": say("Left over: the name of the town"),
    "left_over_form": say("Left over: ”Asunto Oy” and the like"),
    "left_over_filler": say("Left over: a word that pages add to names"),
    "other_form_cost": say("Different legal forms"),
    "former_cost": say("A former name"),
    "reading_cost": say("A part of the text read as the name"),
    "domain_word_cost": say("The web address read as the name"),
    "town_equal": say("Same town, at most"),
    "town_differs": say("Different towns"),
    "postcode_equal": say("Same postcode"),
    "street_equal": say("Same address"),
    "street_differs": say("Different addresses"),
    "domain_equal": say("Same website or mail domain"),
    "domain_differs": say("Different website or mail domains"),
    "email_equal": say("Same e-mail address"),
    "phone_equal": say("Same phone number"),
    "phone_differs": say("Different phone numbers"),
    "inactive_cost": say("A company that has ceased"),
    "nobody": say("None of these (a weight, not bits)"),
}


def words_of(name: str) -> Message:
    """The weight in words; one that has none goes by its name."""
    return WORDS.get(name) or Message(name)


def as_counted(name: str, weight: float) -> float:
    """A weight as it is added up: what is kept as a cost is taken off."""
    return -weight if name.endswith("_cost") or name.startswith("left_over") else weight
