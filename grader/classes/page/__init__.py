"""The page of a class for its teacher."""
