# first run and settings

## First run: no shop yet

first-progress = { $at } of { $of }
first-scan = Finish this step first. Nothing was scanned.
first-language = Welcome
first-language-about = A few questions, each with a proposal that Enter takes. Esc goes back; nothing is written before the last one.
first-shop = Your shop
first-shop-about = The name at the head of every receipt.
first-shop-usual = My shop
first-money = Money
first-money-about = The currency by its code, and the smallest coin that cash is paid in: 0 where every cent exists.
first-taxes = Taxes
first-taxes-about = A proposal: check it with your accountant. Empty a line for a class that you do not have; another is typed as name=percent.
first-taxes-more = One more
first-owner = You
first-owner-about = The owner may do everything. The PIN has 4 to 12 digits and is typed twice.
first-owner-usual = Owner
first-recovery = Recovery code
first-recovery-about = If this machine is lost, a backup opens with this code. Write it on paper and type it back; Enter alone puts it off.
first-recovery-type = The code
first-product = First product
first-product-about = Scan or type its code, then name and price. Enter on empty lines leaves it for later: a list is read by "tendero import products".
first-open = Open the register
first-open-about = The cash that is in the drawer now. Enter makes the shop and opens it.
first-summary = { $shop }, { $currency }, { $taxes ->
    [one] 1 tax class
   *[other] { $taxes } tax classes
}, { $owner }.
yes = yes
no = no
tax-super-reduced = super-reduced

## Settings

settings-name = Shop name
settings-lang = Language
settings-currency = Currency
settings-coin = Smallest coin
settings-include = Prices include tax
settings-title = Settings of the shop
settings-what = Setting
settings-now = Now
settings-saved = Saved. It counts from now on.
settings-about = Enter saves it, Esc leaves it as it was.
settings-closed-about = It changes only while the register is closed.
settings-class = Tax class { $name }
settings-class-about = A percentage, or taxes as NAME:PERCENT, with + between several. Receipts that exist stay as they are.
settings-new-class = New tax class
settings-new-class-about = A name and a percentage, such as luxury and 33.
settings-rates = Per cent
settings-tax-rounding = Taxes are rounded
settings-rounding = Amounts are rounded
settings-zone = Time zone
settings-variance = Variance without approval
settings-variance-about = Cash that may be missing or over at the closing before somebody must approve it.
settings-discount = Discount without approval
settings-discount-about = Per cent that anybody may take off; above it somebody who may give discounts types their PIN.
settings-max-quantity = Largest quantity
settings-patterns = Codes with weight or price
settings-patterns-about = Patterns such as 21IIIIIWWWWWC, with a blank between: I article, W weight, P price, C check digit.
settings-series = Shared series
settings-series-about = Sales of every till take their numbers from this series, such as A. It needs a hub, which gives each till some ahead. Empty: each till has its own.
settings-foreign = Other currencies
settings-foreign-about = What one unit is worth here, with a blank between: USD=0.92 GBP=1.15. Empty takes none.
settings-takes-about = Whether it is taken, and whether the number of its slip is asked for.
accepts-yes = taken
accepts-optional = taken, asks for its number
accepts-required = taken only with its number
accepts-no = not taken
settings-coin-about = The smallest coin that cash is paid in; 0 where every cent exists.
settings-idle = Lock after minutes
settings-idle-about = Minutes without a key, after which the till asks for a PIN; 0 never locks it.
settings-address = Address
settings-tax-id = Tax id of the shop
settings-header = Above each receipt
settings-footer = Below each receipt
settings-paper-about = It stands on every paper from now on. Empty lines fall out.
settings-expenses = Expense categories
settings-expenses-about = One on each line. Empty lines fall out; expenses on record keep their name.
settings-favourites = Goods without a code
settings-favourites-told = They are put in order where they are sold: Favourites on the sale, then PgUp and PgDn.
settings-printer = Printer and drawer
settings-roles = Who may do what
settings-machine = Theme, keys, scanner
settings-machine-told = They belong to this machine: change them in that file and start the till again.
rounding-half-up = half up
rounding-half-even = half to even
rounding-up = up
rounding-down = down
rounding-line = on each line
rounding-document = on the whole receipt
