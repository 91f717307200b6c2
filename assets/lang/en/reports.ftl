# lists, reports, charts
