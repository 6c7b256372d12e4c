"""Texts: translation, bytes and addresses in words, terminal cells, commands of a GitHub runner."""
