"""What was proven, where, and the gate between a revision and its learners."""
