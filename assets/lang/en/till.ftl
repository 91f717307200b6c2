### The messages of the program in English. One section for each screen; the sections stand in the order in
### which a person meets them. Every message stands in every language with the same values in braces.
###
### Only characters that a bare console shows (Latin-1 and the euro). Labels are short, sentences end with a
### full stop: what happened, what it means for the sale, what to do. Figures come in already put in form.

## Everywhere

app-name = tendero
opening = Opening the till...
scan-sign-in = Choose your name and type your PIN first. Nothing was sold.
scan-closing = The register is being closed. Nothing was sold; Esc goes back.
scan-stopped = The till has stopped. Nothing was sold.
scan-question = Answer the question first. Nothing was scanned.
scan-form = Finish the new product first. Nothing was scanned.
scan-quantity = That is a code, no quantity. Nothing has changed.
header-till = Till { $till }
copies-count = { $count ->
    [one] 1 copy
   *[other] { $count } copies
}
terminal-too-small = The window is too small: at least { $columns } x { $rows }. The ticket is kept.

## The lamp: word beside sign and colour

lamp-local = LOCAL

## Sign-in

sign-in-title = Who is it?
sign-in-choose = Choose your name and press Enter.
sign-in-type-pin = PIN of { $name }:
sign-in-checking = checking...
sign-in-demo = Demo shop: these are the PINs.
sign-in-ticket-kept = The open ticket is waiting for you.
role-owner = owner
role-supervisor = supervisor
role-cashier = cashier

## Open the register

open-title = Open the register
open-float = Float in the drawer
open-last-float = Enter alone opens with { $amount }, the last float.
open-date = Business date
open-clock-behind = The clock says { $today }, before the last business day. Confirm the date of today.
open-clock-doubtful = The clock says { $today }, which is hard to believe. Confirm the date of today.
open-bad-date = That is no date: type year-month-day, such as 2026-11-20.
open-done = Register open with { $amount }. Shift { $shift }.
open-first = The register is closed. Open it to sell.

## Sale

sale-code-or-name = Code or name:
sale-column-item = Item
sale-column-quantity = Qty
sale-column-price = Price
sale-column-amount = Amount
sale-lines = { $count ->
    [one] 1 item
   *[other] { $count } items
}
sale-net = Net
sale-tax = Tax { $percent } %
sale-taxes = Tax
sale-discount = Discount
sale-total = TOTAL
sale-code-missing = Type or scan the code after the star. Nothing was sold.
sale-unknown-code = Nobody knows the code { $code }. Nothing was sold.
sale-unknown-name = Nothing is called "{ $code }". Nothing was sold.
sale-unknown-offer = { $key }: new product.
sale-retired = { $name } is no longer sold. Nothing was put on the ticket.
sale-empty = Scan the first item, or type its name.
sale-line-void = Taken off: { $name }.
sale-ticket-void = Ticket voided. Nothing was sold.
sale-draft-back = This ticket was open when the program stopped. Nothing of it is sold yet.
sale-quantity = Quantity
sale-void-ticket-ask = Void the whole ticket of { $amount }?

## Search

search-count = { $shown } of { $all }
search-stock = Stock
search-type = Type part of the name or of the code.

## New product, from a code that nobody knows

new-product-title = New product
new-product-code = Code
new-product-name = Name
new-product-price = Price
new-product-tax = Tax
new-product-unit = Unit
new-product-category = Category
new-product-sku = SKU
new-product-stock = Stock
new-product-no-name = The name is missing. Nothing was saved.
new-product-no-price = The price is missing. Nothing was saved.
new-product-bad-code = That code cannot be used: it is too long or holds strange signs.
new-product-sku-taken = There is a product with that SKU already. Type another; nothing has changed.
new-product-whole-stock = That unit has no decimals: type a whole quantity.
unit-each = each
new-product-saved = { $name } saved and on the ticket.
tax-standard = standard
tax-reduced = reduced
tax-exempt = exempt

## Pay

pay-total = TOTAL
pay-rounding = Rounding
pay-due = TO PAY
pay-missing = Still to pay
pay-amount = Amount received:
pay-change = CHANGE
pay-no-change = No change
pay-saving = Saving the sale...
pay-saved = Ticket { $number } saved
tender-cash = Cash
tender-card = Card
tender-mobile = Mobile
tender-transfer = Transfer
tender-credit = Store credit
tender-account = On account
tender-exchange = Return
pay-scan-refused = The payment has begun. Finish it or go back before scanning more.

## Receipt

receipt-title = Receipt
receipt-number = Receipt { $number }
receipt-copy = COPY { $count }
receipt-served-by = Served by { $name }
receipt-tax-included = tax included
receipt-seal = Seal { $seal }
receipt-thanks = Thank you for your visit
explain-title = Where the total comes from
explain-gross = amount
explain-discount = discount
explain-discount-share = its share of the discount
explain-ticket-discount = Discount of the ticket
explain-tax = tax
explain-tax-share = its share of the tax
explain-taxes = Taxes
explain-net = net
explain-given = as it was typed
explain-half-up = rounded; a half goes up
explain-half-even = rounded; a half goes to the even digit
explain-up = rounded up
explain-down = rounded down
explain-coins = rounded to the smallest coin
explain-spread = spread by the largest remainder
explain-capped = what the price still holds

## Close the register

close-title = Close the register
close-shift = shift { $shift }, opened { $time } by { $name }, float { $amount }
close-shift-number = shift { $shift }
close-notes = Notes
close-coins = Coins
close-counted = Counted
close-expected = Expected
close-variance = Variance
close-exact = it agrees
close-over = over
close-short = short
close-reason = Reason for the variance
close-why = Reason
close-note = Note
close-approver = Approved by
close-say-why = Type the reason for the variance.
close-nothing-counted = Nothing is counted yet. If the drawer is empty, type a 0.
close-before = Before closing:
close-open-ticket = a ticket is not paid
close-uncopied = { $count ->
    [one] 1 entry on this disk only
   *[other] { $count } entries on this disk only
}
close-unsynced = { $count ->
    [one] 1 entry not synced
   *[other] { $count } entries not synced
}
close-blind = Count what is in the drawer. What should be there is shown after that.
close-sure = Close the register? Enter: yes.
close-confirm = Once closed, the Z cannot be changed.
close-again = Counting the drawer again, with what is expected already known
close-done = Register closed. Z { $number }.
close-no-recovery = A backup opens only with this machine's key file until the recovery code has been typed back.

## Z and X

z-title = Z { $number }
x-title = X, shift { $shift }
z-date = Business date
z-sales = Sales
z-documents = { $from } to { $to }
z-tenders = By tender
z-cashiers = By cashier
z-base = Base
z-rounding = Cash rounding
z-given = Given back
z-grand-total = Grand total

## Help and palette

help-title = Keys
help-here = Here
help-move = To move
help-always = Always
help-by-name = By their name, with Commands
palette-title = Commands
palette-prompt = What do you want to do?
palette-none = No command has that name.
palette-elsewhere = Not here: it belongs to another screen.
palette-not-now = Not at this moment.
palette-no-lines = There is nothing on the ticket.
palette-no-sale = Nothing has been sold yet.

## Commands: the label in the footer, and what it does in help and palette

cmd-add = Add
    .help = Put what was typed on the ticket; 3*code puts three of it.
cmd-pay = Pay
    .help = Take payment for the ticket.
cmd-exact-cash = Exact cash
    .help = Take the exact amount in cash and finish the sale.
cmd-cash = Cash
    .help = Take the typed amount in cash.
cmd-card = Card
    .help = Take the typed amount, or all that is missing, by card.
cmd-mobile = Mobile
    .help = Take the typed amount, or all that is missing, by mobile money.
cmd-transfer = Transfer
    .help = Take the typed amount, or all that is missing, by bank transfer.
cmd-quantity = Quantity
    .help = Change the quantity of the selected line.
cmd-search = Search
    .help = Find a product by its name or code.
cmd-void-line = Void line
    .help = Take the selected line off the ticket.
cmd-void-ticket = Void ticket
    .help = Empty the ticket; nothing is sold.
cmd-new-product = New product
    .help = Add a product to the catalogue.
cmd-next-sale = Next sale
    .help = Start the next ticket.
cmd-receipt = Receipt
    .help = Show the receipt of the last sale.
cmd-explain = Explain total
    .help = Show every step of the calculation behind the total.
cmd-close-register = Close register
    .help = Count the drawer and print the Z.
cmd-x-report = X report
    .help = Show the figures of the shift so far.
cmd-sign-out = Sign out
    .help = Leave the till to somebody else; the ticket is kept.
cmd-help = Help
    .help = Show what the keys do here.
cmd-palette = Commands
    .help = Find any command by its name.
cmd-confirm = Confirm
    .help = Accept what the dialog asks.
cmd-back = Back
    .help = Go back one step; the ticket is never lost.
cmd-up = Up
    .help = Go to the line above.
cmd-down = Down
    .help = Go to the line below.
cmd-page-up = Page up
    .help = Go up by a page.
cmd-page-down = Page down
    .help = Go down by a page.
cmd-recount = Count again
    .help = Go back to the count and correct it.
key-space = Space
key-delete = Del
key-up = Up
key-down = Down
key-left = Left
key-right = Right
key-home = Home
key-end = End
key-page-up = PgUp
key-page-down = PgDn
cmd-quit = Quit
    .help = Leave the program; an open ticket is kept.

## When something is wrong with the machine

fault-title = The till has stopped selling
fault-sale-kept = Every sale shown as paid is kept.
fault-restored-tail = The last time, the power went away while writing. The sale in hand was not recorded; repeat it.
notice-title = While the till was away
notice-draft-sold = The ticket that was open was paid as { $number }. There is no need to repeat it.
notice-draft-returned = The goods of the ticket that was open were taken back as { $number }, and the money was given. There is no need to repeat it.
notice-space = Only { $mib } MiB are free on this disk. Make room soon: without room nothing can be sold.
notice-clock = The clock is behind: the last entry was made on { $last }. You can sell, but receipts and reports carry the wrong time until this machine's clock is set.
notice-zone = This machine does not know the time zone { $zone }. Times on tickets are UTC.
