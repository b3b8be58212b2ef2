"""From executions and an expectation to a verdict: which runs to make, and what they prove. No framework needed."""
