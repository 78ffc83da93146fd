"""The simulation beside an event simulation of the same rules, and how long the showcase takes."""
