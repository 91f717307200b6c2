# drawer, expenses, closing
