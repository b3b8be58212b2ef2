"""The front page and the page of each subject and pattern."""
