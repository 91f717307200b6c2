# parked tickets, customers, accounts, foreign cash
