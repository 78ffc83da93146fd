"""The addresses of the API, one file for each subject; each route is a thin call."""
