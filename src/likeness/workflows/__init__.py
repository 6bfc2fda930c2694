"""What can be done with a library: one file per verb, over protocols."""
