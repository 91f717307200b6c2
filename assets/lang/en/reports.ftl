# lists, reports, charts

## Commands

cmd-reports = Reports
    .help = What was sold, by day, hour, product, category, cashier, tender and tax, with what it earned.
cmd-open-row = Open
    .help = Goes deeper: to the documents behind the chosen row, or to the receipt.
cmd-next-report = Next report
    .help = Turns to the next report over the same dates.
cmd-previous-report = Prev. report
    .help = Turns to the previous report over the same dates.
cmd-period = Period
    .help = Chooses the dates of the report: today, this month, or from one day to another.
cmd-earlier = Earlier
    .help = Moves the report to the period before, as long as this one.
cmd-later = Later
    .help = Moves the report to the period after, as long as this one.
cmd-order = Order
    .help = Puts the rows in order of the next column.
cmd-chart = Chart
    .help = Shows the chart alone, the rows alone, or both.
cmd-save-report = Save
    .help = Writes the report to a file, CSV or JSON.
cmd-paper-report = Paper
    .help = Shows the report as it is printed.

## Reports

report-summary = Summary
report-by-day = Sales by day
report-by-hour = Sales by hour
report-by-product = Sales by product
report-by-category = Sales by category
report-by-cashier = Sales by cashier
report-by-tender = Payments by tender
report-by-tax = Taxes
report-margin = Margin by product
report-discounts = Discounts
report-stock = Stock
report-stock-value = Value of the stock
report-closings = Closings
report-expenses = Expenses
report-expense-list = Each expense
report-now = As it stands now
report-empty = Nothing in these dates. Left shows the period before, F2 chooses another.
report-reading = Reading...
report-progress = Reading, { $percent } %. Esc gives up.
report-compared = { $change } on { $period }
report-sales = { $count ->
    [one] 1 sale
   *[other] { $count } sales
}
report-average = Average sale
report-margin-rate = Margin, %
report-low = low
report-unit-each = each
report-return = back
report-saved = Written to { $path }.
report-save-title = Write the report to a file
report-save-hint = .csv for a spreadsheet, .json for a program. Without a folder it goes to your own.

## Columns

report-column-date = Date
report-column-hour = Hour
report-column-time = Time
report-column-sku = SKU
report-column-name = Name
report-column-category = Category
report-column-cashier = Cashier
report-column-tender = Tender
report-column-tax = Tax
report-column-figure = Figure
report-column-unit = Unit
report-column-low = Low
report-column-number = Z
report-column-document = Document
report-column-shift = Shift
report-column-sales = Sales
report-column-lines = Lines
report-column-quantity = Quantity
report-column-net = Net
report-column-total = Total
report-column-discount = Discount
report-column-rounding = Rounding
report-column-margin = Margin
report-column-rate = %
report-column-cost = Cost
report-column-uncosted = No cost
report-column-payments = Payments
report-column-received = Received
report-column-given = Given
report-column-kept = Kept
report-column-base = Base
report-column-now = Now
report-column-before = Before
report-column-change = Change %
report-column-stock = Stock
report-column-min-stock = Minimum
report-column-value = Value
report-column-expected = Expected
report-column-counted = Counted
report-column-variance = Variance
report-column-count = How many
report-column-drawer = Drawer
report-column-otherwise = Otherwise
report-column-spent = Spent
report-column-from = Paid from
report-column-note = Note
report-column-reference = Reference

## Periods

period-title = Dates of the report
period-today = Today
period-yesterday = Yesterday
period-this-week = This week
period-last-week = Last week
period-this-month = This month
period-last-month = Last month
period-this-year = This year
period-last-year = Last year
period-from = From
period-to = To
period-hint = day/month/year, or a name above
period-end = There is nothing so far away: the period stays as it is.
