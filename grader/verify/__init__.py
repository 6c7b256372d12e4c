"""Prove the course: every program and every text keeps its promise."""
