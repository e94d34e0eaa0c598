"""Models fitted to what has been → what is to be expected; heavy libraries are loaded here, when one is fitted."""
