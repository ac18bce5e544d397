"""One module for each group of commands. Services are imported inside the commands: `--help` needs none of them."""
