"""The page: today's digest and everything one can answer, in a browser on the reader's own machine."""
