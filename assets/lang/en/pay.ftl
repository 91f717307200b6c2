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
