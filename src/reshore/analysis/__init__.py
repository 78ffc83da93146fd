"""What a plan, or the lack of one, means: analyses of networks and of solved programs, each from frozen inputs to tables."""
