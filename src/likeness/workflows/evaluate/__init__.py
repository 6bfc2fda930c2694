"""evaluate: read a labelled data set, measure, and write a report."""
