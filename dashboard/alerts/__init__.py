"""Letters to those who run Pejling, when somebody has to look: off until the municipality says who they are."""
