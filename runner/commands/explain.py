"""``explain``: explain what one question's program prints, and print the explanation as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from runner.commands.supervised import supervisor
from runner.commands.verify import in_own_names
from runner.config import Config
from runner.errors import ConfigurationError, MessageInvalid
from runner.execute import explained_or_why_not, observe, verified
from runner.explained import Explained, Slip
from runner.protocol import Limits, Verdict, Verification
from runner.sandbox.client import Client
from runner.verification import variation
from runner.verification.questions import Question, read_one


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        help='a file (or -) with one object {"source", "runtime"?, "device"?, "choices", "key", "compare"?}',
    )


def call(config: Config, options: argparse.Namespace) -> int:
    try:
        content = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{options.file}: {error.strerror}") from error
    try:
        question = read_one(content, options.file)
    except MessageInvalid as error:
        raise MessageInvalid(f"{options.file}: {error}") from error
    with supervisor(config) as path, Client(path) as client:
        observed = observe(client, question.program, Limits(), len(variation.DETECTION))
        assert question.expectation is not None
        verification = verified(observed.observation, question.expectation)
        if verification.verdict is Verdict.PROVEN:
            explained = explained_or_why_not(
                client, question.program, question.expectation, Limits(), observed.observation
            )
        else:
            explained = Explained(no_explanation=_unproven(verification, question))
    sys.stdout.write(json.dumps(answer(question, verification, explained), ensure_ascii=False, indent=2) + "\n")
    return 0


def answer(question: Question, verification: Verification, explained: Explained) -> dict[str, Any]:
    """What is printed: the parts of the explanation, with choices by the names the question gives them."""
    explanation = explained.explanation
    return {
        "verdict": verification.verdict,
        "output": verification.output,
        "no_explanation": explained.no_explanation,
        "steps": [] if explanation is None else [sentence.to_dict() for sentence in explanation.steps],
        "final_answer": None if explanation is None else explanation.final_answer.to_dict(),
        "quick_check": None if explanation is None else explanation.quick_check.to_dict(),
        "distractors": {question.names[each.choice]: _slip(each.slip) for each in explained.distractors},
        "proposals": [_slip(each) for each in explained.proposals],
        "unreached": [question.names[each] for each in explained.unreached],
        "trace": None if explained.trace is None else explained.trace.to_dict(),
    }


def _slip(slip: Slip) -> dict[str, Any]:
    return {
        "mutation": " + ".join(slip.mutations),
        "slip": slip.sentence,
        "diff": slip.diff,
        "output": slip.output,
        "exception": slip.exception,
    }


def _unproven(verification: Verification, question: Question) -> str:
    reason = in_own_names(verification.reason, question)
    return f"The key is {verification.verdict.value}{f': {reason}' if reason else '.'}"
