"""What building a program costs: seconds by stage, memory, and the same matrix built by linopy and by Pyomo."""
