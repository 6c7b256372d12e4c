"""From a finding to the mistake behind it, in words: one small pure rule for each mistake.

Rules stand in files by topic; the order of `TOPICS`, and the order within a file, decides where two fit: the root
cause stands above its consequence. Where none fits there is no advice: the finding says what was seen, and nothing
is invented.
"""
