"""Causes: the smallest sets of figures whose correction mends what fails and breaks nothing."""
