# returns, store credit, exchange
