//! What a document must have, and how many have what.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::columns::Columns;
use crate::index::Index;
use crate::query::{Count, Query};

/// What a document must have: of each name, one of these values.
pub struct Filters(Vec<(String, FxHashSet<u32>)>);

impl Filters {
    pub fn of(index: &Index, query: &Query) -> Self {
        let known = |name: &str, values: &[String]| {
            values
                .iter()
                .filter_map(|value| index.facets.find(name, value))
                .collect()
        };
        Self(
            query
                .filters
                .iter()
                .map(|(name, values)| (name.clone(), known(name, values)))
                .collect(),
        )
    }

    /// Whether a text passes; it is counted where it passes all filters but a facet's own.
    pub fn pass(&self, columns: &Columns, doc: u32, counter: &mut Counter) -> bool {
        let facets = columns.facets(doc);
        let mut failed = self
            .0
            .iter()
            .filter(|(_, values)| !facets.iter().any(|facet| values.contains(facet)));
        let fails = failed.next();
        let others = failed.next().is_some();
        if !others {
            counter.count(
                columns.document[doc as usize],
                facets,
                fails.map(|(name, _)| name.as_str()),
            );
        }
        fails.is_none()
    }
}

/// Documents by the values of facets; a document counts once for a value, however many of its texts have it.
pub struct Counter {
    /// Of each counted facet, the set of each value, by their numbers in the index.
    facets: Vec<(String, FxHashMap<u32, Vec<u64>>)>,
}

impl Counter {
    pub fn of(index: &Index, query: &Query) -> Self {
        let none = vec![0; index.documents.div_ceil(64)];
        let sets = |name: &String| {
            index
                .facets
                .of(name)
                .map(|(number, _)| (number, none.clone()))
                .collect()
        };
        Self {
            facets: query
                .counted
                .iter()
                .map(|name| (name.clone(), sets(name)))
                .collect(),
        }
    }

    fn count(&mut self, document: u32, facets: &[u32], only: Option<&str>) {
        for (name, values) in &mut self.facets {
            if only.is_some_and(|only| only != name) {
                continue;
            }
            for facet in facets {
                if let Some(documents) = values.get_mut(facet) {
                    documents[document as usize / 64] |= 1 << (document % 64);
                }
            }
        }
    }

    pub fn counts(&self, index: &Index) -> Vec<(String, Vec<Count>)> {
        let counts = |name: &str, values: &FxHashMap<u32, Vec<u64>>| {
            let counted = index.facets.of(name).map(|(number, value)| Count {
                value: value.to_owned(),
                documents: values
                    .get(&number)
                    .map_or(0, |set| set.iter().map(|bits| bits.count_ones() as usize).sum()),
            });
            let mut counted: Vec<Count> = counted.filter(|count| count.documents > 0).collect();
            counted.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.value.cmp(&b.value)));
            counted
        };
        self.facets
            .iter()
            .map(|(name, values)| (name.clone(), counts(name, values)))
            .collect()
    }
}
