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
products-empty = Nothing found. Esc shows all products; F5 on the sale makes a new one.
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
