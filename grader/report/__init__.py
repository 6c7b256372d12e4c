"""Scorecard -> text. No report computes a score."""
