# parked tickets, customers, accounts, foreign cash

cmd-park = Park
    .help = Put this ticket aside and go on with the next customer.
cmd-parked = Parked
    .help = The tickets that were put aside.
cmd-recall = Take up
    .help = Go on with the chosen ticket.
cmd-void-parked = Void
    .help = Give the chosen parked ticket up.

park-title = Park this ticket
park-told = It stays here, whole, until it is paid or voided.
park-first = The ticket in hand is parked first; then the other one is taken up.
park-label = Name or table, if any:
park-done = Parked. F6 on an empty ticket lists what is parked.
park-recalled = Here it is again. It stays parked until it is paid or voided.
park-in-hand = Something is on the ticket in hand: park it first, then take up the other one.
parked-title = Parked tickets
parked-empty = Nothing is parked. F6 on a ticket with lines puts it aside.
parked-void-ask = Void this parked ticket of { $amount }?
parked-column-label = Ticket
parked-column-lines = Lines
parked-column-time = Since
parked-column-by = By
sale-parked = { $count ->
    [one] 1 parked
   *[other] { $count } parked
}

tender-foreign = Other currency

receipt-customer = Customer: { $name }
receipt-balance = Balance owed
z-accounts = Paid on account
statement-title = Account statement
statement-paid = Paid: { $methods }
account-paid-title = Payment on account
account-paid-amount = Received

cmd-customer = Customer
    .help = Name the customer on this ticket.
cmd-no-customer = No customer
    .help = Take the customer off this ticket.
cmd-choose-customer = Choose
    .help = Name the chosen customer on the ticket.
cmd-new-customer = New
    .help = Add a customer.
cmd-edit-customer = Edit
    .help = Change the record of the chosen customer.
cmd-pay-account = Payment
    .help = Take a payment of what the chosen customer owes.
cmd-statement = Statement
    .help = Show what was bought on account and paid.
cmd-account = Account
    .help = Put the typed amount, or all that is missing, on the customer's account.
cmd-credit = Credit
    .help = Take store credit by the code on its note.
cmd-foreign = Other money
    .help = Take the typed amount of another currency, such as 20 USD.

customers-title = Customers
customers-empty = Nobody is found. F5 adds a customer.
customer-search = Name, phone or tax id:
customer-title = Customer
customer-name = Name
customer-phone = Phone
customer-tax-id = Tax id
customer-limit = Limit
customer-note = Note
customer-active = Active
customer-balance = Owes
customer-gone = no longer served
customer-no-account = none: buys nothing on account
customer-saved = { $name } is saved.
customer-tax-id-odd = { $name } is saved. The check digit of the tax id is not right: have a look at it.
customer-named = Customer: { $name }
customer-not-named = Nobody is named on this ticket.
answer-yes = yes
answer-no = no
account-owes-nothing = { $name } owes nothing.
account-owes = Owes { $amount }. Nothing typed pays all of it.
account-paid = Paid and recorded. { $amount } are still owed.
reference-title = Reference
reference-label = Number of the slip:
credit-by-number = Paying with the store credit { $number } by its number, without its code
reference-of-note = Code on the note:
reference-needed = It needs a number: type it, or go back with Esc.
