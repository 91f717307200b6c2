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

cmd-cash-in = Cash in
    .help = Put cash into the drawer and say why.
cmd-cash-out = Cash out
    .help = Take cash out of the drawer and say why.
cmd-cash-drop = Drop to safe
    .help = Take cash from the drawer to the safe.
cmd-expense = Expense
    .help = Record what the shop spends, from the drawer or not.
cash-amount = Amount
cash-reason = Why
cash-done = { $what }: { $amount } recorded.
expense-category = Category
expense-note = What for
expense-reference = Its paper
expense-source = Paid
expense-from-drawer = from the drawer
expense-otherwise = otherwise
close-declare = Type the total of each terminal's own report; leave it empty where there is none.
close-declared = { $tender }: declared { $declared }, expected { $expected }, { $variance } { $verdict }
close-parked = { $count ->
    [one] 1 ticket is parked
   *[other] { $count } tickets are parked
 }
close-since = open since { $date }
close-declare-foreign = Count the notes and coins of other currencies; leave one empty where it is not counted.
close-foreign = { $currency }: counted { $counted }, expected { $expected }, { $variance } { $verdict }
close-what = Closing with a difference of { $variance }
close-stuck = { $count ->
    [one] 1 paper is stuck at the printer
   *[other] { $count } papers are stuck at the printer
 }
z-counted = { $tender } counted
cmd-cash-book = Cash book
    .help = The cash moves and expenses of this shift, to be looked at and undone.
cmd-closings = Closings
    .help = Every Z of this year, to be read and printed again.
cmd-undo-cash = Undo
    .help = Undo the chosen cash move or expense by a counter-entry.
cmd-price-check = Price check
    .help = What a good costs and how much of it there is; nothing is sold.
cash-book-title = Cash moves and expenses of this shift
cash-book-empty = Nothing was moved or spent in this shift. F2, F3, F4 and F5 record it.
cash-column-time = Time
cash-column-what = What
cash-column-by = By
cash-column-state = State
cash-stands = counts
cash-undone = undone
cash-undoes = takes back
cash-not-drawer = otherwise
cash-undo-ask = Undo { $what } of { $amount } at { $time }? The opposite is recorded.
cash-undo-what = Undo { $what } of { $amount }
cash-undoing = It is undone by a counter-entry.
cash-nothing-to-undo = That cannot be undone: it is undone already, or takes another back.
price-check-label = Code or name:
price-check-about = Scan it, or type its code or its name and Enter. Nothing is sold.
price-check-none = No good is called { $code }. Scan it, or type another name.
price-check-several = More than one good is called { $code }: type more of its name.
price-check-open = priced when it is sold
price-check-stock = { $level } in stock
price-check-uncounted = never counted
price-check-gone = no longer sold
notice-open-since = The register is still open since { $date }. F2 counts and closes it; Enter goes on selling in that day.
suspect-swapped = { $number } was keyed as { $keyed }: was it paid with { $paid }?
suspect-twice = { $number } and { $other } are { $amount } each: is one of them a second time?
suspect-mistaken = { $pieces } x { $counted } in the count: may they be of { $meant }?
suspect-transposed = { $typed }{ $face } was typed: was it { $meant }?
suspect-piece-many = One { $face } too many may have been counted.
suspect-piece-few = One { $face } may not have been counted.
suspect-note = { $number }: was the note of { $keyed } one of { $meant }?
suspect-change-twice = { $number }: was its change of { $amount } given twice?
suspect-change-none = { $number }: was its change of { $amount } not given?
suspect-unpaid = { $number } says { $amount } in cash: was it paid otherwise, or not at all?
suspect-keyed = { $number } says { $amount } with { $keyed }: was it paid otherwise?
suspect-return-twice = { $number }: was its { $amount } given back twice?
suspect-return-none = { $number }: was its { $amount } not given back?
suspect-moved-twice = { $what } of { $amount } at { $time }: was it done twice?
suspect-moved-none = { $what } of { $amount } at { $time }: was it recorded and not done?
suspect-reversed = { $what } of { $amount } at { $time }: was it the other way?
