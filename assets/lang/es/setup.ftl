# first run and settings
