"""Random pairs of schemas over all kinds: a start state, and a goal that is the start after a few changes."""
