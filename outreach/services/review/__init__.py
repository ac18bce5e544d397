"""Possible duplicates: the queue of questions, the answers, and taking a record out of an organisation again.

Each answer is one journal entry, which undo takes back whole.
"""

from outreach.services.review.answers import LATER_DAYS, answer
from outreach.services.review.queue import count, item, next_item, pace, queue
from outreach.services.review.split import split

__all__ = ["LATER_DAYS", "answer", "count", "item", "next_item", "pace", "queue", "split"]
