"""One module for each way out: it hands in a message or says why it was not taken."""
