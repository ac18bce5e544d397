"""Made-up web pages with the truth about them, and a scorer of what the program reads from them."""
