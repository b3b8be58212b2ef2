"""From a trace to sentences that rest on it: templates only, and nothing that no run showed. No framework needed."""
