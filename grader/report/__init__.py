"""Reports: from a scorecard to text. No report computes a score."""
