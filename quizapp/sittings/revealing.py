"""What the terms of a sitting let its learner know, and when."""

from __future__ import annotations

from datetime import datetime

from quizapp.sittings.policy import Clock, PolicyTerms, Reveal


def verdicts_told(terms: PolicyTerms) -> bool:
    """Whether an answer is called right or wrong when it is given."""
    return terms.reveal is Reveal.AT_ONCE


def reasons_told(terms: PolicyTerms) -> bool:
    """Whether a wrong choice's own reason is told as soon as it was tried: where there is nothing to win by it."""
    return verdicts_told(terms) and terms.clock is Clock.NONE and not terms.counts


def key_told(terms: PolicyTerms, *, problem_ended: bool, sitting_over: bool, now: datetime) -> bool:
    """Whether the key and the explanation of a problem are shown."""
    match terms.reveal:
        case Reveal.AT_ONCE:
            return problem_ended
        case Reveal.AT_CLOSE:
            return sitting_over and _window_over(terms, now)
        case Reveal.NEVER:
            return False


def totals_told(terms: PolicyTerms, *, sitting_over: bool, now: datetime) -> bool:
    """Whether the points of the whole sitting are shown, and with them what follows: badge, standing, progress."""
    return sitting_over and (terms.reveal is Reveal.AT_ONCE or _window_over(terms, now))


def _window_over(terms: PolicyTerms, now: datetime) -> bool:
    # With the grace: until then somebody else's answer may still be taken.
    return terms.closes_at is None or now > terms.closes_at + terms.grace
