# printers and the spool
