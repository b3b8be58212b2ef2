"""Review: what a learner got wrong comes back, spaced; and what is due of everything else."""
