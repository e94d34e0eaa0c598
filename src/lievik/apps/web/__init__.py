"""The door in the browser: pages made on the server, readable without a script, under a strict policy."""
