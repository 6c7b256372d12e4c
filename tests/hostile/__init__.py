"""What hostile or broken submissions do, and a machine to try each of them at every level of the box."""
