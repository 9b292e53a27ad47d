//! Which rows of a long list are in the document: those in view, some beyond, and those that the keyboard can reach next.

use std::ops::Range;

/// How far beyond the view rows are drawn, in CSS pixels.
const MARGIN: f64 = 300.0;

/// The heights of all rows, in CSS pixels. A row that was never drawn is taken to be as high as most are.
#[derive(Debug, Default)]
pub(crate) struct RowHeights(Vec<f64>);

impl RowHeights {
    pub(crate) fn new(count: usize, usual: f64) -> Self {
        Self(vec![usual; count])
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The height of these rows together.
    pub(crate) fn of(&self, rows: Range<usize>) -> f64 {
        self.0.get(rows).unwrap_or_default().iter().sum()
    }

    /// Takes in the height of a row that was drawn; returns by how much it differs from what was taken for it.
    pub(crate) fn measure(&mut self, row: usize, height: f64) -> f64 {
        self.0.get_mut(row).map_or(0.0, |known| height - std::mem::replace(known, height))
    }

    /// The rows between these distances from the top of the list.
    pub(crate) fn between(&self, top: f64, bottom: f64) -> Range<usize> {
        let mut end_of_row = 0.0;
        let (mut start, mut end) = (self.0.len(), self.0.len());
        for (row, height) in self.0.iter().enumerate() {
            if end_of_row >= bottom {
                end = row;
                break;
            }
            end_of_row += height;
            if end_of_row > top && start == self.0.len() {
                start = row;
            }
        }
        start.min(end)..end
    }

    /// The rows to draw for a view between these distances from the top of the list, in their order. `kept` is a row that has
    /// the focus or is being renamed: it stays with its neighbors, which are next for the keyboard, as do the first and
    /// the last row.
    pub(crate) fn to_draw(&self, top: f64, bottom: f64, kept: &[usize]) -> Vec<usize> {
        let near = self.between(top - MARGIN, bottom + MARGIN);
        let last = self.0.len().wrapping_sub(1);
        let is_kept = |row: usize| {
            row == 0 || row == last || near.contains(&row) || kept.iter().any(|kept| kept.abs_diff(row) <= 1)
        };
        (0..self.0.len()).filter(|row| is_kept(*row)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rows_in_view_and_some_beyond_are_drawn_with_the_first_and_the_last() {
        let heights = RowHeights::new(1_000, 50.0);
        let mut rows = vec![0];
        rows.extend(94..118);
        rows.push(999);
        assert_eq!(heights.to_draw(5_000.0, 5_600.0, &[]), rows);
        assert_eq!(heights.to_draw(-200.0, 400.0, &[]), Vec::from_iter((0..14).chain([999])));
    }

    #[test]
    fn the_row_with_the_focus_keeps_its_neighbors() {
        let rows = RowHeights::new(100, 50.0).to_draw(0.0, 50.0, &[50, 99]);
        assert_eq!(rows, Vec::from_iter((0..7).chain([49, 50, 51, 98, 99])));
    }

    #[test]
    fn a_row_that_was_measured_moves_those_below() {
        let mut heights = RowHeights::new(10, 50.0);
        assert_eq!(heights.measure(3, 70.0), 20.0);
        assert_eq!(heights.measure(3, 70.0), 0.0);
        assert_eq!((heights.of(0..4), heights.of(4..10)), (220.0, 300.0));
        assert_eq!((heights.between(219.0, 220.0), heights.between(220.0, 221.0)), (3..4, 4..5));
    }

    #[test]
    fn an_empty_list_has_no_rows_to_draw() {
        assert_eq!(RowHeights::default().to_draw(0.0, 600.0, &[0]), [0; 0]);
    }

    proptest! {
        #[test]
        fn every_place_in_the_list_belongs_to_a_row_that_is_drawn_for_it(
            measured in prop::collection::vec(1.0..200.0_f64, 1..60), place in 0.0..1.0_f64,
        ) {
            let mut heights = RowHeights::new(measured.len(), 50.0);
            for (row, height) in measured.iter().enumerate() {
                heights.measure(row, *height);
            }
            let place = place * (heights.of(0..measured.len()) - 1.0);
            let row = heights.between(place, place + 0.5).start;
            prop_assert!(heights.of(0..row) <= place && place < heights.of(0..row + 1));
            prop_assert!(heights.to_draw(place, place + 0.5, &[]).contains(&row));
        }
    }
}
