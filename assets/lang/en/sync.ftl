# The hub on the screens: the lamp, the queue, conflicts, lists of things to look at, joining.

## The lamp: word beside sign and colour

lamp-synced = SYNCED
lamp-syncing = SYNCING
lamp-syncing-count = SYNCING { $count }
lamp-sending = SYNCING { $done }/{ $all }
lamp-fetching = FETCHING { $count }
lamp-offline = OFFLINE
lamp-offline-count = OFFLINE { $count }
lamp-offline-waiting = OFFLINE, { $count } waiting
lamp-paused = PAUSED
lamp-paused-why = PAUSED: { $why }
lamp-conflicts = { $count ->
    [one] 1 CONFLICT
   *[other] { $count } CONFLICTS
}
lamp-conflicts-short = { $count } CONF.
lamp-clock = CLOCK { $minutes } MIN OFF
lamp-clock-short = CLOCK
pause-withdrawn = signed out
pause-upgrade = update
pause-hub-fork = other hub
pause-chain-fork = other past
pause-series-behind = old copy
pause-withdrawn-told = The hub does not know this till any more: F10 Join a hub with a new code of it makes it known again. Nothing is lost; selling goes on.
pause-upgrade-told = The hub and this till speak different versions: update the older one. Nothing is lost; selling goes on.
pause-hub-fork-told = The hub has another past than this till knows: ask whoever runs the hub. Nothing is lost; selling goes on.
pause-chain-fork-told = The hub holds other entries of this till than this machine: ask whoever runs the hub. Nothing is lost here.
pause-series-behind-told = The hub has later documents of this till than this machine: it may be an old copy. Ask whoever runs the hub before you sell.

## The queue

sync-title = Sync queue
sync-none = This till has no hub, and needs none to sell. F10 Join a hub makes it known to one.
sync-asking = Looking...
sync-asked = The hub is asked now.
sync-answered = Asked just now: the hub is there.
sync-unanswered = Asked just now: the hub is still not there.
sync-retrying = The hub tries the entries that failed once more.
sync-retried = Tried once more: { $done } done, { $left } still wait; each says why.
sync-offline = No hub since { $since }. Everything is kept here and goes up by itself.
sync-syncing = On its way: { $told }.
sync-refused = The hub is there and can take nothing just now; it is asked again by itself, nothing is lost. Whoever runs the hub finds why in its log.
hub-missing = { $met ->
    [late] It did not answer in time.
    [nameless] No machine of that name is found.
    [nobody] Nobody listens at its address.
    [broke-off] The line to it broke off.
    [untrusted] It shows another certificate than this till trusts: if whoever runs the hub has renewed it, F10 Join a hub with a new code of it. Nothing was sent.
    [strange] Something else answered in its place (status { $status }): a sign-in page of the network, a proxy.
    [endless] An answer without an end came.
    [unread] It answered what this version cannot read.
    [another] Another hub answered.
   *[no-line] There is no line to it.
}
hub-line-url = The config names no address of a hub: { $url }.
hub-line-certificate = There is no certificate in { $file }, which the config names.
hub-journal = The till could not read its own journal: tendero doctor says more.
sync-synced = Everything is at the hub. Last heard { $last }.
sync-drain = Another till has this one's place: what is here is sent, nothing new is fetched.
sync-mended-back = { $back ->
    [one] 1 entry that this machine had lost came back from the hub.
   *[other] { $back } entries that this machine had lost came back from the hub.
}
sync-mended-parted = This machine was set back or copied: { $again } of its entries went up anew, { $back } came back from the hub, and documents go on as { $series }.
sync-mended-raised = Documents go on at { $number }: the hub had seen the numbers before it.
sync-signed-out = { $count ->
    [one] Signed out. 1 entry waits for the hub: nothing is lost, it goes up by itself.
   *[other] Signed out. { $count } entries wait for the hub: nothing is lost, they go up by themselves.
}
sync-column-when = Made
sync-column-what = Entry
sync-column-which = Which
sync-column-amount = Amount
sync-column-status = Status
sync-detail = Entry
sync-entry = Number in the journal
sync-pending = PENDING
sync-sending = SYNCING
sync-done = SYNCED
sync-done-at = SYNCED { $at }
sync-failed = FAILED
sync-held-told = The hub has the entry; its effect waits there: { $why }
sync-filter-all = all
sync-filter-waiting = waiting
sync-filter-synced = at the hub
sync-filter-failed = failed
sync-none-all = Nothing was done here yet.
sync-none-waiting = Nothing waits: everything is at the hub.
sync-none-synced = Nothing is at the hub yet. F5 asks it now.
sync-none-failed = Nothing failed.
kind-founded = Shop created
kind-shop-changed = Settings
kind-person-saved = Person
kind-signed-in = Sign-in
kind-sign-in-failed = Wrong PIN
kind-signed-out = Sign-out
kind-approved = Approval
kind-taken-over = Till taken over
kind-shift-opened = Register opened
kind-x-taken = X report
kind-shift-closed = Z report
kind-count-taken = Cash count
kind-sold = Sale
kind-refunded = Return
kind-voided = Void
kind-parked = Parked ticket
kind-drawer-opened = Drawer opened
kind-cash-moved = Cash movement
kind-expense-paid = Expense
kind-import-part = Part of an import
kind-import-committed = Import
kind-product-saved = Product
kind-stock-moved = Goods moved
kind-stock-counted = Part of a count
kind-stock-count-closed = Stock count
kind-reprinted = Copy of a paper
kind-customer-saved = Customer
kind-account-paid = Paid on account
kind-conflict-resolved = Conflict settled
kind-hub-joined = Hub joined
kind-incarnation-opened = Another life
kind-told-again = Told anew
kind-numbers-raised = Numbers go on
kind-numbers-leased = Numbers given
kind-numbers-voided = Numbers voided
kind-hub-left = Hub left
kind-backup-made = Backup made
kind-rebuilt = Data made anew
kind-keys-changed = Keys changed
kind-other = Entry of kind { $number }
held-behind = an earlier entry on the same thing waits there.
held-failed = the hub failed on it; whoever runs the hub finds more in its log.
held-id-taken = another entry has the same id and says something else.
held-figures = its figures do not add up.
held-closed-twice = that shift was closed before.
held-currency = it is in another currency than the shop's.
held-number-taken = another document has the same number.
held-stock-range = the level of stock would be beyond what a level may be.
held-newer = the hub is older than this till and does not know such entries yet: update the hub.
held-unreadable = the hub cannot read it.
held-import-parts = parts of the import are missing there.

## Conflicts

conflicts-title = Conflicts
conflicts-none = Nothing to settle: no two tills changed the same at once.
conflicts-column-what = What
conflicts-column-kind = Kind
conflicts-column-fields = Fields
conflicts-column-till = Till
conflict-product = product
conflict-customer = customer
conflict-person = person
conflict-shop = settings
conflict-title = Conflict { $at } of { $all }
conflict-column-field = Field
conflict-column-till = Till { $till }
conflict-column-hub = Hub
conflict-column-base = Before
conflict-column-answer = Stays
conflict-open = ?
conflict-till = till
conflict-hub = hub
conflict-by = Changed at till { $till } by { $name }, { $when }.
conflict-meanwhile = Until it is settled, what the hub says counts.
conflict-values = Till: { $local } / hub: { $hub }
conflict-choose = Choose first which value stays: F2 the till's, F3 the hub's.
conflict-sure = Enter settles it like this, for the whole shop.
conflict-settled = Settled. Sync goes on.
field-codes = Codes
field-name = Name
field-category = Category
field-price = Price
field-cost = Cost
field-tax = Tax
field-unit = Unit
field-min-stock = Least stock
field-open-price = Open price
field-active = In use
field-phone = Phone
field-tax-id = Tax number
field-note = Note
field-limit = Credit limit
field-role = Role
field-pin = PIN
field-roles = Permissions
field-another-pin = a PIN
field-none = nothing

## Lists of things to look at

check-offline-title = Ready to go offline?
check-closing-title = Is everything up before closing?
check-offline-end = Selling works without a line for as long as it takes. This list stops nothing.
check-closing-end = The register can be closed at any time; the Z says how much was not at the hub. Esc goes back.
check-fine = OK
check-look = LOOK
check-note = NOTE
check-local = this till has no hub; everything is kept here.
check-line = the hub is there, last heard { $last }.
check-line-off = the hub is not there, last heard { $last }.
check-line-paused = sync is paused: F10 Sync queue says why.
check-all-up = everything is at the hub.
check-waiting = { $count ->
    [one] 1 entry is not at the hub yet: F10 Sync now.
   *[other] { $count } entries are not at the hub yet: F10 Sync now.
}
check-held = { $count ->
    [one] 1 entry failed at the hub: F10 Sync queue says why.
   *[other] { $count } entries failed at the hub: F10 Sync queue says why.
}
check-conflicts = { $count ->
    [one] 1 conflict waits: F10 Conflicts.
   *[other] { $count } conflicts wait: F10 Conflicts.
}
check-clock = the clock is { $minutes } minutes off the hub's: put it right.
check-goods = the catalogue is complete, { $count } products.
check-goods-coming = the catalogue is not complete yet: { $count } rows to come.
check-people = { $count ->
    [one] 1 person can sign in here.
   *[other] { $count } people can sign in here.
}
check-disk = { $count } GiB are free on the disk.
check-disk-low = only { $count } MiB are free on the disk: make room.
check-disk-unknown = the free room of the disk is not known.
check-no-printer = no printer is set up.
check-printer = the printer works.
check-stuck = { $count ->
    [one] 1 paper did not come out: F10 Print queue.
   *[other] { $count } papers did not come out: F10 Print queue.
}
check-parked = { $count ->
    [one] 1 ticket is parked.
   *[other] { $count } tickets are parked.
}
check-ticket = a ticket is not paid.
check-mirror = the mirror holds everything.
check-mirror-behind = { $count ->
    [one] 1 entry is not on the mirror yet.
   *[other] { $count } entries are not on the mirror yet.
}
check-mirror-unknown = the mirror is being looked at.
check-mirror-away = the mirror has been missing since { $since }, with { $count } entries not on it: { $told }
mirror-back = The mirror is there again and is brought up to date.
check-copied = nothing is on this disk only.
check-uncopied = { $count ->
    [one] 1 entry is on this disk only.
   *[other] { $count } entries are on this disk only.
}
close-waiting = { $count ->
    [one] 1 entry not at the hub
   *[other] { $count } entries not at the hub
}

## Joining and leaving

join-title = Join a hub
join-url = Address of the hub
join-code = Code
join-about = Whoever runs the hub gives both: `tendero hub enrol-code`. Blanks, dashes and small letters are as good; the code counts once and for a short time. The past of this till goes up unchanged.
join-typed = { $typed } of { $all } letters of the code
join-asking = Asking the hub...
join-say-url = Type the address of the hub first, such as https://192.168.1.20:8443.
join-say-code = Type the code of the hub.
join-done = This till belongs to { $shop } now. The rest comes by itself: the lamp shows how far it is.
leave-hub-ask = Go on without the hub of { $shop }? What is here stays here.
leave-hub-done = This till goes on without a hub.

## Commands

cmd-sync-queue = Sync queue
    .help = See what is at the hub, what waits and what failed, and why.
cmd-look-into = Look into
    .help = See the chosen one whole.
cmd-sync-filter = Which
    .help = Show all entries, those that wait, those that failed or those at the hub.
cmd-sync-now = Sync now
    .help = Ask the hub now instead of waiting for the next time.
cmd-retry-failed = Retry failed
    .help = Ask the hub again about the entries that failed.
cmd-conflicts = Conflicts
    .help = See what two tills changed at once, and settle it.
cmd-keep-local = Keep till's
    .help = Let the value of the till stand in the chosen field.
cmd-accept-server = Take hub's
    .help = Let the value at the hub stand in the chosen field.
cmd-join-hub = Join a hub
    .help = Make this till known to a hub, by its address and a one-time code.
cmd-leave-hub = Leave the hub
    .help = Go on without the hub; refused while something is not there yet.
cmd-ready-offline = Ready offline?
    .help = See what to look at before the till goes where there is no line.
cmd-before-closing = Is it all up?
    .help = See what is not at the hub or not done yet before closing.
