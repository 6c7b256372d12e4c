"""The result in the formats that other programs and pages read."""
