# products and stock
