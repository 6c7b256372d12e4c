"""The commands of a learner: reset, doctor, a conversation by hand, watch mode."""
