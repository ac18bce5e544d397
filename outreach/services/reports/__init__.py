"""Reports: what was done, for funders and town boards. Every figure comes with the rows behind it."""
