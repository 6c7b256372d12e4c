"""Prove the course: every program gets its expected verdict, and the texts are consistent."""
