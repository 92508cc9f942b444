"""The browser: pages for those who don't work in a terminal."""
