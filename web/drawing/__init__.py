"""From a meeting's views to the HTML of its pages."""
