# returns, store credit, exchange

## Return: the paper

return-number = Return { $number }
return-of = of receipt { $number }
return-no-receipt = without a receipt
return-written-off = written off
return-total = RETURN
return-reason = Reason
return-credit-pays = This note pays with the code below: keep it.
z-returns = { $count ->
    [one] 1 return
   *[other] { $count } returns
}

## Return: find the receipt, choose its lines, pay back

cmd-return = Return
    .help = Take goods of a receipt back and pay them back.
cmd-loose-return = No receipt
    .help = Take the goods on the ticket back without a receipt.
cmd-day-before = Day before
    .help = Show the receipts of the day before.
cmd-day-after = Day after
    .help = Show the receipts of the next day.
cmd-all-lines = All lines
    .help = Everything that is left of the receipt comes back.
cmd-write-off = Write off
    .help = The goods do not go back on the shelf, or do again.
return-find-title = Receipts of { $date }
return-find-field = Receipt:
return-find-empty = No receipt of this day holds that. Type its number, or another date such as 19/11.
return-find-no-sale = No receipt on this day. { $key } shows the day before.
return-find-none = No receipt is chosen. Type its number, or scan the code at its foot.
return-scan-receipt = That is no code of a receipt. Scan the one at the foot of the receipt.
return-column-receipt = Receipt
return-column-time = Time
return-lines-title = Return of { $number }
return-column-sold = Sold
return-column-left = Left
return-column-back = Back
return-column-fate = Goods
return-to-stock = to stock
return-lines-none = Nothing comes back yet. Type how much of a line comes back, or press the arrow right for all.
return-not-on-receipt = There is no more of that on this receipt. Nothing has changed.
return-pay-title = How is it paid back?
return-as-paid = As it was paid: { $tenders }
return-for-ticket = Towards this ticket
return-for-ticket-rest = This ticket, then { $rest }
return-saving = Saving the return...
return-saved = Return { $number } saved
return-give-back = GIVE BACK
return-nothing-back = Nothing to give back
