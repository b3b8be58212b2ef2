"""What learners say is wrong with a question, what authors reply, and what the question openly says of its errors."""
