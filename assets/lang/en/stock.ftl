# products and stock

cmd-products = Products
    .help = Lists every product with its price and stock.
cmd-receive = Receive
    .help = Takes goods in, with what they cost.
cmd-adjust = Adjust
    .help = Puts a level right by a difference, with the reason.
cmd-goods-out = Write off
    .help = Takes broken or lost goods out, with the reason.
cmd-sort-list = Sort
    .help = Puts the list in another order.
cmd-low-stock = Low stock
    .help = Lists only what is low or below zero, and back.
cmd-remove-line = Remove
    .help = Takes the chosen line out before it is kept.
products-title = Products
products-low-title = Low stock
products-filter = Find:
products-empty = Nothing found. Esc shows all products; F5 makes a new one.
products-low-empty = Nothing is low: every product has more than its least. F3 shows all.
products-column-name = Name
products-column-sku = SKU
products-column-category = Category
products-column-price = Price
products-column-stock = Stock
products-column-flag = Look at
products-negative = below 0
products-inactive = inactive
products-low = low
move-column-quantity = Quantity
move-column-cost = Unit cost
move-empty = Scan or type a product, then how much. Enter on an empty line goes on.
move-code = Code or name:
move-quantity = { $name }, how many:
move-difference = { $name }, difference (-2, 5):
move-cost = { $name }, cost of one:
move-supplier = Supplier / delivery note:
move-reason = Reason:
move-unknown = No product, or more than one, is called { $code }: nothing was taken.
move-done = { $count ->
    [one] One line is in the stock.
   *[other] { $count } lines are in the stock.
}
move-leave = These lines are not in the stock yet: Enter goes on, Esc again drops them.
cmd-categories = Categories
    .help = Lists the categories with how many products each has, and what the stock is worth.
cmd-edit-product = Edit
    .help = Changes the product: name, codes, price, cost, tax, category, least stock.
cmd-save = Save
    .help = Keeps what the form says, from any of its lines.
cmd-price-history = Prices
    .help = Lists the prices it had, and back to its movements.
cmd-retire-product = Retire
    .help = Takes the product out of sale, or back in; it is never deleted.
cmd-undo-move = Take back
    .help = Takes the chosen movement back by a counter-entry.
cmd-labels = Labels
    .help = Prints shelf labels: of this product, or of those that are listed.
cmd-rename-category = Rename
    .help = Gives the category another name on all its products.
cmd-count-goods = Count stock
    .help = Counts the shelves blind, in parts: what should be there is shown afterwards.
cmd-other-count = Other count
    .help = Goes on with the next open count, or begins another.
cmd-differences = Differences
    .help = Shows what was found against what should have been there.
cmd-approve-count = Approve
    .help = Moves the stock by the differences.
cmd-give-up-count = Give up
    .help = Ends the count without moving anything.
product-price = Price
product-stock = Stock
product-cost = Cost
product-least = Least
product-state = State
product-category = Category
product-codes = Codes
product-tax = Tax
product-open-price = Open price
product-another-code = One more code
product-price-asked = asked at each sale
product-active = sold
product-inactive = x not sold any more
product-at-hand = sold, at hand without a code
product-cost-hidden = shown to who keeps the stock
product-cost-unknown = not known yet
product-margin = { $cost }, leaves { $left } ({ $percent } %)
product-edit-title = Product
product-saved = { $name } is kept.
product-retired = { $name } is not sold any more. The same key puts it back.
product-sold-again = { $name } is sold again.
product-undone = Taken back by a counter-entry.
product-no-undo = Only a movement of stock that was not taken back yet can be taken back. Choose one.
product-undo-ask = Take this back? { $what }. { $count ->
    [one] A counter-entry moves it the other way.
   *[other] It moved { $count } products: all of them go back.
}
story-title = Movements
story-title-since = Movements since { $since }, older ones left out
story-prices = Prices
story-prices-since = Prices since { $since }, older ones left out
story-empty = Nothing has moved yet. F4 takes goods in.
story-waiting = Reading the journal ...
story-column-when = When
story-column-what = What
story-column-who = Who
story-column-quantity = Quantity
story-column-from = Before
story-column-to = Price
story-sold = sold, { $number }
story-returned = came back, { $number }
story-received = received
story-adjusted = adjusted
story-written-off = written off
story-counted = by a count
story-reversed = counter-entry
story-undone = taken back
products-column-least = Least
products-column-order = To order
categories-column-goods = Products
categories-column-worth = Worth
categories-none = without a category
categories-worth = Categories · stock worth { $total }
categories-rename = New name:
categories-renamed = { $count ->
    [one] One product has the new category.
   *[other] { $count } products have the new category.
}
categories-uncosted = { $count ->
    [one] One product has stock and no cost: it is not in the worth.
   *[other] { $count } products have stock and no cost: they are not in the worth.
}
categories-negative = { $count ->
    [one] One product is below 0: count it.
   *[other] { $count } products are below 0: count them.
}
count-scope = Shelf or area:
count-begin = Say what is counted, or press Enter to go on without a name; then scan or type each product. What should be there is shown at the end.
count-of = Count: { $scope }
count-again = { $name }, { $before } so far; how many now, or +3:
count-first = Type how many there are first. Nothing was scanned.
count-empty = Scan or type a product, then how many you see. What should be there is shown at the end.
count-stays = What was counted is kept, and the count stays open.
count-column-counted = Counted
count-column-expected = Expected
count-column-difference = Difference
count-column-since = Since then
count-differences = { $count ->
    [one] One difference, { $worth }
   *[other] { $count } differences, { $worth }
}
count-uncosted = { $count ->
    [one] one of them without a cost
   *[other] { $count } of them without a cost
}
count-approve-ask = { $count ->
    [one] Move the stock by one difference, worth { $worth }?
   *[other] Move the stock by { $count } differences, worth { $worth }?
}
count-give-up-ask = { $count ->
    [one] Give this count up? One product was counted; nothing will move.
   *[other] Give this count up? { $count } products were counted; nothing will move.
}
count-approved = { $count ->
    [one] The count is done: one difference moved the stock.
   *[other] The count is done: { $count } differences moved the stock.
}
count-given-up = { $count ->
    [one] The count was given up: nothing moved, one difference stays.
   *[other] The count was given up: nothing moved, { $count } differences stay.
}
labels-sent = The label is with the printer.
labels-ask = Print { $count } labels, one for each product that is listed? (At most { $most } at once.)
labels-too-many = That would be { $count } labels. Type or choose a category first: { $most } at most.
