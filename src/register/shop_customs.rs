//! Settling what is at hand at the counter. Must never change another setting of the shop.

use crate::domain::customs::FAVOURITES_MAX;
use crate::domain::edited::Edited;
use crate::domain::event::Event;
use crate::domain::product::Sku;
use crate::domain::staff::PersonId;

use super::{Failure, Register};

impl Register {
    /// Keeps these goods at hand, as many as the grid has room for.
    pub fn set_favourites(&mut self, by: PersonId, mut goods: Vec<Sku>) -> Result<(), Failure> {
        goods.truncate(FAVOURITES_MAX);
        let mut shop = self.till.shop.clone();
        shop.customs.favourites = goods;
        let was = self.till.shop.clone();
        self.note(by, Event::ShopChanged(Edited::of(shop, Some(was))))?;
        Ok(())
    }
}
