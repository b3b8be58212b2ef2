"""The admin pages of authors and operators; importing this registers them, which is what Django asks of it."""

from quizapp.authoring.admin import errata, evidence, items, policies, regrades, revisions, runs, shelves

__all__ = ["errata", "evidence", "items", "policies", "regrades", "revisions", "runs", "shelves"]
