"""How findings are told: one module for each form, all of one shape but ``visible``, which they share."""
