"""Who is there: users, learners (guests or signed in), groups, and the rules of access."""
