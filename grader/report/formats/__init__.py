"""The result in the forms that other programs and pages take."""
