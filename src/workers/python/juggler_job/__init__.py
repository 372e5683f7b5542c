"""What runs the items of one run of a Python comparison, and writes down what happened. Standard library only."""
