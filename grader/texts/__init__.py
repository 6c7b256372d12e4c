"""Words and their form: the language, bytes and addresses in words, terminal cells, what a GitHub runner obeys."""
