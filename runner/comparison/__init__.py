"""When an output equals a choice: relations and the normaliser, standard library only, used on both hosts."""

from runner.comparison.normaliser import Normalised, normalise
from runner.comparison.relations import RELATIONS, matches, numbers_apart, numbers_paired

__all__ = ["RELATIONS", "Normalised", "matches", "normalise", "numbers_apart", "numbers_paired"]
