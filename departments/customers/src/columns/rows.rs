//! Which row a customer has: those read at first in the order of ids, those that came later after them.

use std::collections::HashMap;

use kernel::CustomerId;

/// Customers by row and rows by customer.
#[derive(Debug, Default)]
pub(super) struct Rows {
    ids: Vec<CustomerId>,
    /// So many stand in the order of ids.
    sorted: usize,
    later: HashMap<CustomerId, usize>,
}

impl Rows {
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn id(&self, row: usize) -> Option<CustomerId> {
        self.ids.get(row).copied()
    }

    /// The row of a customer, if they are known.
    pub fn find(&self, id: CustomerId) -> Option<usize> {
        self.ids[..self.sorted].binary_search(&id).ok().or_else(|| self.later.get(&id).copied())
    }

    /// The row of a customer, a new one if need be.
    pub fn take_in(&mut self, id: CustomerId) -> usize {
        if let Some(row) = self.find(id) {
            return row;
        }
        let row = self.ids.len();
        let is_next = self.sorted == row && self.ids.last().is_none_or(|last| *last < id);
        self.ids.push(id);
        if is_next {
            self.sorted += 1;
        } else {
            self.later.insert(id, row);
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::prelude::Uuid;

    #[test]
    fn customers_keep_their_row_in_whatever_order_they_come() {
        let mut rows = Rows::default();
        let id = |number| CustomerId(Uuid::from_u128(number));
        let taken: Vec<usize> = [3, 5, 4, 9, 3].map(|number| rows.take_in(id(number))).to_vec();
        assert_eq!(taken, [0, 1, 2, 3, 0]);
        assert_eq!((rows.find(id(4)), rows.find(id(9)), rows.find(id(7))), (Some(2), Some(3), None));
        assert_eq!((rows.len(), rows.id(2)), (4, Some(id(4))));
    }
}
