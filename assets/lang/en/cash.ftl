# drawer, expenses, closing

z-moves = Cash without a sale
cash-in = Cash in
cash-out = Cash out
cash-drop = Drop to the safe
z-expenses = Expenses
z-otherwise = { $category }, not from the drawer
z-declared = { $tender } declared
z-expected = { $tender } expected
z-person-discount = Discounts by { $name }
z-person-voids = Voids by { $name }
z-person-returns = Returns by { $name } ({ $count })
close-kept = Stays as float
close-banked = To the bank or safe
