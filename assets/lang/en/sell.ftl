# discounts, prices, notes, favourites
