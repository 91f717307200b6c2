# people, permissions, trail

supervisor-title = Somebody who may
supervisor-told = { $what }: whoever is signed in may not do that alone. Choose who allows it and type their PIN.
supervisor-nobody = Nobody here may allow that. The owner can change it under roles.

## People

people-name = Name
people-new-pin = New PIN
people-pin-again = The same again
people-role = Role
people-state = State
people-works = works here
people-left = left
people-works-here = Works here
people-title = People
people-none = Reading...
people-change = Person
people-new = New person
people-keep-pin = Leave the PIN empty to keep the one there is. Whoever leaves stays in the books and signs in no more.
people-pin-about = The PIN is typed twice: 4 to 12 digits for a cashier, 6 to 12 for a supervisor or an owner.
people-saved = { $name } is saved.
people-sure = { $name } will sign in no more. Press Enter again to go on, Esc to leave it.

## A PIN of one's own

new-pin-title = New PIN
new-pin-about = Another PIN for { $name }.
new-pin-short = The PIN of { $name } has fewer digits than their role needs now. Choose a longer one to go on.
new-pin-old = PIN now
new-pin-done = The PIN is changed.

## The locked till

lock-title = The till is locked
lock-told = { $name } has this till. Type the PIN to go on; somebody else may take it over.
lock-ticket = { $lines ->
    [one] The open ticket of 1 line is kept.
   *[other] The open ticket of { $lines } lines is kept.
}
lock-taken-over = Taken over from { $name }. The ticket is as it was.
scan-locked = The till is locked. Nothing was sold.

## What each role may do

roles-title = Who may do what alone
roles-what = What
may-sell = sell at the price
may-register = open, count and close the register
may-void-line = take a line off
may-void-ticket = void a ticket
may-discount = any discount
may-price = another price
may-return = take goods back
may-return-without-receipt = return without receipt
may-customers = keep customers
may-account-limit = above the account's limit
may-cash-move = cash in and out
may-expense = expenses
may-open-drawer = open the drawer
may-variance = close with a variance
may-catalogue = products and prices
may-stock = receive and adjust stock
may-stock-approve = approve a count
may-reports = reports
may-trail = the trail
may-people = people
may-settings = settings and this table

## The trail

trail-day-hint = day/month/year
trail-title = Trail of { $day }
trail-none = Nothing to tell of this day. Left and Right go to other days, digits to a date.
trail-day = Another day
trail-day-is = Day:
trail-time = Time
trail-who = Who
trail-sort = Sort
trail-what = What
trail-entry = Entry
trail-allowed-by = Allowed by
trail-detail = One entry
trail-command = command line
trail-price = price
trail-void = void
trail-return = return
trail-approval = allowed
trail-register = register
trail-cash = cash
trail-goods = goods
trail-sign-in = sign-in
trail-settings = settings
trail-other = other
told-sold = Receipt { $number } of { $total }: { $what }.
told-discount = { $amount } off the ticket
told-discount-line = { $amount } off { $name }
told-other-price = { $name } at { $price } instead of { $list }
told-void-ticket = A ticket was given up: { $goods }, { $amount }.
told-void-line = Taken off the ticket: { $goods }, { $amount }.
told-refunded = Return { $number } of receipt { $of }: { $goods }; { $total } given back ({ $tenders }).
told-refunded-loose = Return { $number } without a receipt: { $goods }; { $total } given back ({ $tenders }).
told-cash = { $what }: { $amount }.
told-cash-back = Taken back: { $what } of { $amount }.
told-expense = Expense of { $amount }, { $category }.
told-expense-back = Taken back: expense of { $amount }, { $category }.
told-drawer = The drawer was opened without a sale.
told-account = { $name } paid { $amount } on account and owes { $balance }.
told-received = Goods came in: { $goods }.
told-adjusted = Stock was put right: { $goods }.
told-written-off = Written off: { $goods }.
told-counted = Put right by a count: { $goods }.
told-reversed = An entry of goods was taken back: { $goods }.
told-count-closed = Stock count: { $products ->
    [one] 1 product
   *[other] { $products } products
}, { $different } different, worth { $value }.
told-count-given-up = A stock count was given up; nothing changed.
told-approved = { $name } allowed: { $what } ({ $may }).
told-opened = Shift { $shift } opened with { $amount }.
told-closed = Register closed: Z { $number }, { $counted } counted, variance { $variance }.
told-x = An X report was taken.
told-count = The drawer was counted: { $counted }.
told-wrong-pin = A wrong PIN of { $name } was typed.
told-taken-over = Took the till over from { $name }; { $lines ->
    [one] 1 line on the ticket.
   *[other] { $lines } lines on the ticket.
}
told-person = { $name } was changed: { $what }.
told-new-person = { $name } works here from now on, as { $role }.
told-new-pin = another PIN
told-nothing-else = saved as it was
told-product = The product { $name } was changed: { $what }.
told-product-at = The product { $name } was saved at { $price }.
told-sold-here = sold
told-customer = The customer { $name } was changed: { $what }.
told-new-customer = The customer { $name } was added.
told-import = { $rows } products were imported from { $file }.
told-reprinted = Receipt { $number } was printed or shown again: copy { $copy }.
told-recovery = The recovery code was typed back.
told-founded = The till was founded.
told-shop = Settings of { $name }: { $what }.
told-keys = What opens the store was changed.
told-backup = A backup was made.
told-rebuilt = The store was rebuilt.
told-restored = The till goes on from a backup, with another series.
told-other = Noted in the journal.

## Commands

cmd-lock = Lock
    .help = Locks the till; the ticket is kept and a PIN goes on.
cmd-change-pin = Change PIN
    .help = Gives whoever is signed in another PIN.
cmd-people = People
    .help = Shows who works here: add, change, take off the list.
cmd-add-person = Add
    .help = Adds a person.
cmd-settings = Settings
    .help = Shows what the shop has settled; Enter changes it.
cmd-roles = Permissions
    .help = Shows what each role may do alone; Enter gives a right or takes it.
cmd-trail = Trail
    .help = Shows what happened in the shop, day by day.
cmd-trail-kind = Sort
    .help = Shows only one sort of entry, the next one at each press.
cmd-trail-person = Person
    .help = Shows only one person's entries, the next one at each press.
