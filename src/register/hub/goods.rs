//! Goods that the hub told of, put into what is in memory: a few at once, many behind the counter's back.
//! Must never put an older picture of them over a newer one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::link::Link;
use super::show::{FEW, News};
use crate::domain::catalogue::Catalogue;
use crate::domain::product::Product;
use crate::register::{Fault, Register, open};
use crate::store::Reader;

/// While more pages come, the goods in memory are made anew at most this often.
const RENEW: Duration = Duration::from_secs(10);

/// The goods as a snapshot has them; none where it cannot be read.
pub fn goods_of(source: &Reader) -> Option<Arc<Catalogue>> {
    open::catalogue_of(source).ok().map(Arc::new)
}

impl Register {
    /// Shows these products, or notes that they are to be shown.
    pub(super) fn show_goods(
        &mut self,
        link: &mut Link,
        products: &[&Product],
        news: &mut News,
    ) -> Result<(), Fault> {
        if products.len() > FEW || link.stale || link.making.is_some() {
            link.stale |= !products.is_empty();
        } else {
            for product in products {
                self.catalogue = Arc::new(self.catalogue.with((*product).clone()));
            }
            news.catalogue = !products.is_empty();
        }
        self.renew_goods(link, news)
    }

    /// Has the goods made anew where that is due: a hundred thousand of them take longer than a customer
    /// should wait, so another thread does it where there is one.
    fn renew_goods(&mut self, link: &mut Link, news: &mut News) -> Result<(), Fault> {
        let due = link.renewed.is_none_or(|at| at.elapsed() >= RENEW);
        if !link.stale || link.making.is_some() || (!due && link.standing.fetching) {
            return Ok(());
        }
        self.fold()?;
        (link.stale, link.renewed) = (false, Some(Instant::now()));
        if link.sync.is_some() {
            link.making = Some(self.catalogue.clone());
            news.making = true;
        } else {
            self.catalogue = Arc::new(open::load_catalogue(&self.store)?);
            news.catalogue = true;
        }
        Ok(())
    }

    /// What the goods are made of, for the thread that makes them.
    pub fn goods_source(&self) -> Result<Reader, Fault> {
        Ok(self.store.read()?)
    }

    /// Goods that another thread has made; none where it could not. Where others took their place meanwhile
    /// they are made once more.
    pub fn goods_made(&mut self, made: Option<Arc<Catalogue>>) -> Result<News, Fault> {
        let mut news = News::default();
        let Some(mut link) = self.hub.take() else {
            return Ok(news);
        };
        let begun = link.making.take();
        let done = match (begun, made) {
            (Some(begun), Some(made)) if Arc::ptr_eq(&begun, &self.catalogue) => {
                self.catalogue = made;
                news.catalogue = true;
                self.renew_goods(&mut link, &mut news)
            }
            (Some(_), Some(_)) => {
                link.stale = true;
                self.renew_goods(&mut link, &mut news)
            }
            (Some(_), None) => {
                link.stale = true;
                Ok(())
            }
            (None, _) => Ok(()),
        };
        let unread = link.stale && link.making.is_none() && !link.standing.fetching;
        self.hub = Some(link);
        done?;
        if unread {
            // Whatever the other thread met is met here too, and told.
            self.freshen()?;
            news.catalogue = true;
        }
        Ok(news)
    }

    /// Reads the goods anew where some have come that memory does not show.
    pub(in crate::register) fn freshen(&mut self) -> Result<(), Fault> {
        let behind = self
            .hub
            .as_mut()
            .filter(|link| link.stale || link.making.is_some());
        if let Some(link) = behind {
            link.stale = false;
            self.fold()?;
            self.catalogue = Arc::new(open::load_catalogue(&self.store)?);
        }
        Ok(())
    }
}
