"""The town before anything happens: places, people, businesses, and whom they deal with."""
