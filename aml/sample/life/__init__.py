"""What happens in the town in the ordinary course: no scheme, though some of it looks like one."""
