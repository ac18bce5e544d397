"""Lists in files of every make with what a careful person reads in them, and a scorer."""
