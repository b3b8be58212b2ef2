"""Mixed questions: against one clock, over patterns of one's choice, the same for whoever has the link."""
