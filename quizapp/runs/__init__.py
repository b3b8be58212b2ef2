"""Programs and the runs asked of runner hosts: the row is the truth, the message a wake-up."""
