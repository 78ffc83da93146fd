"""The web page of a workspace: a REST API over the functions of `reshore.api`, jobs in processes, and the page itself."""
