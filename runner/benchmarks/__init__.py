"""What the runner is measured by: one module per group of figures, found by listing this folder.

Ratios are taken within one run of the bench, on one machine, so that they can be compared between machines.
"""
