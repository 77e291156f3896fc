"""*Siden sist*: what changed since the last edition, in sentences, and whether the numbers in the text are right."""
