//! What an index is made of: indicators, and the aggregates above them.

use std::collections::HashMap;
use std::sync::Arc;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// More is better.
    #[default]
    Up,
    /// Less is better.
    Down,
}

impl Direction {
    /// 1 or −1.
    pub fn sign(self) -> f64 {
        match self {
            Self::Up => 1.0,
            Self::Down => -1.0,
        }
    }
}

/// An indicator (level 1) or an aggregate (above).
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    pub code: String,
    pub name: String,
    /// From 1.
    pub level: usize,
    pub direction: Direction,
    /// Within its parent; not negative.
    pub weight: f64,
    /// Code of the aggregate it is part of; none at the top.
    pub parent: Option<String>,
    pub unit: String,
    pub target: Option<f64>,
    /// Of an indicator: the column it is divided by.
    pub denominator: Option<String>,
    /// Further columns of the metadata that hold numbers, such as `goalpost_lower`.
    pub numbers: HashMap<String, f64>,
}

impl Element {
    /// One with that code, level and parent, of weight 1, of which more is better.
    pub fn new(code: impl Into<String>, level: usize, parent: Option<&str>) -> Self {
        let code = code.into();
        Self {
            name: code.clone(),
            code,
            level,
            direction: Direction::Up,
            weight: 1.0,
            parent: parent.map(str::to_owned),
            unit: String::new(),
            target: None,
            denominator: None,
            numbers: HashMap::new(),
        }
    }
}

/// Why elements make no framework.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameworkError {
    #[error("there are no indicators")]
    Empty,
    #[error("\"{0}\" stands twice")]
    Duplicate(String),
    #[error("\"{code}\" is part of \"{parent}\", which is not there")]
    Orphan { code: String, parent: String },
    #[error("\"{0}\" is part of itself, over its parents")]
    Cycle(String),
    #[error(
        "\"{code}\" of level {level} is part of \"{parent}\" of level {parent_level}; it must be the next one"
    )]
    Level {
        code: String,
        level: usize,
        parent: String,
        parent_level: usize,
    },
    #[error("\"{0}\" has nothing in it")]
    Childless(String),
    #[error("\"{code}\" has the weight {weight}; it must be a number that is not negative")]
    Weight { code: String, weight: String },
    #[error("the weights of \"{0}\" sum to nothing")]
    NoWeight(String),
}

/// The hierarchy, checked: every parent is there, one level above, and nobody is part of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Framework {
    /// By level, within a level in the order they were given: children come before their parents.
    elements: Vec<Element>,
    codes: Arc<[String]>,
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    indicators: usize,
}

impl Framework {
    /// # Errors
    /// When they make no hierarchy; the error names the element.
    pub fn new(mut elements: Vec<Element>) -> Result<Self, FrameworkError> {
        elements.sort_by_key(|element| element.level);
        let indicators = elements.iter().take_while(|element| element.level <= 1).count();
        if indicators == 0 {
            return Err(FrameworkError::Empty);
        }
        let mut at = HashMap::new();
        for (place, element) in elements.iter().enumerate() {
            if at.insert(element.code.clone(), place).is_some() {
                return Err(FrameworkError::Duplicate(element.code.clone()));
            }
            if !(element.weight.is_finite() && element.weight >= 0.0) {
                return Err(FrameworkError::Weight {
                    code: element.code.clone(),
                    weight: element.weight.to_string(),
                });
            }
        }
        let mut parents = Vec::with_capacity(elements.len());
        let mut children = vec![Vec::new(); elements.len()];
        for (place, element) in elements.iter().enumerate() {
            let parent = match &element.parent {
                None => None,
                Some(code) => Some(*at.get(code).ok_or_else(|| FrameworkError::Orphan {
                    code: element.code.clone(),
                    parent: code.clone(),
                })?),
            };
            parents.push(parent);
            if let Some(parent) = parent {
                children[parent].push(place);
            }
        }
        Self::check_cycles(&elements, &parents)?;
        for (place, element) in elements.iter().enumerate() {
            if let Some(parent) = parents[place].map(|parent| &elements[parent])
                && parent.level != element.level + 1
            {
                return Err(FrameworkError::Level {
                    code: element.code.clone(),
                    level: element.level,
                    parent: parent.code.clone(),
                    parent_level: parent.level,
                });
            }
            if place >= indicators {
                if children[place].is_empty() {
                    return Err(FrameworkError::Childless(element.code.clone()));
                }
                let sum: f64 = children[place].iter().map(|child| elements[*child].weight).sum();
                if sum <= 0.0 {
                    return Err(FrameworkError::NoWeight(element.code.clone()));
                }
            }
        }
        Ok(Self {
            codes: elements.iter().map(|element| element.code.clone()).collect(),
            elements,
            parents,
            children,
            indicators,
        })
    }

    fn check_cycles(elements: &[Element], parents: &[Option<usize>]) -> Result<(), FrameworkError> {
        for start in 0..elements.len() {
            let mut at = parents[start];
            for _ in 0..elements.len() {
                match at {
                    None => break,
                    Some(place) if place == start => {
                        return Err(FrameworkError::Cycle(elements[start].code.clone()));
                    }
                    Some(place) => at = parents[place],
                }
            }
        }
        Ok(())
    }

    /// All of them, children before their parents; the indicators come first.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// Codes of all elements, in their order.
    pub fn codes(&self) -> &Arc<[String]> {
        &self.codes
    }

    pub fn indicators(&self) -> &[Element] {
        &self.elements[..self.indicators]
    }

    pub fn aggregates(&self) -> &[Element] {
        &self.elements[self.indicators..]
    }

    /// The place of an element.
    pub fn place(&self, code: &str) -> Option<usize> {
        self.elements.iter().position(|element| element.code == code)
    }

    /// Places of what an aggregate is made of, in their order; none of an indicator.
    pub fn children(&self, place: usize) -> &[usize] {
        &self.children[place]
    }

    /// Place of the aggregate that an element is part of.
    pub fn parent(&self, place: usize) -> Option<usize> {
        self.parents[place]
    }

    /// Places of the indicators an element is made of; itself if it is one.
    pub fn indicators_of(&self, place: usize) -> Vec<usize> {
        if place < self.indicators {
            return vec![place];
        }
        let children = self.children[place].iter();
        children.flat_map(|child| self.indicators_of(*child)).collect()
    }

    /// The highest level.
    pub fn levels(&self) -> usize {
        self.elements.last().map_or(0, |element| element.level)
    }

    /// Weights as given, by place.
    pub fn weights(&self) -> Vec<f64> {
        self.elements.iter().map(|element| element.weight).collect()
    }

    /// The same without some elements and all they are made of; an aggregate that has nothing left goes, too.
    ///
    /// # Errors
    /// [`FrameworkError::Empty`] when no indicator is left, and when the weights of what is left sum to nothing.
    pub fn without(&self, codes: &[&str]) -> Result<Self, FrameworkError> {
        let mut left: Vec<bool> = self
            .elements
            .iter()
            .map(|element| !codes.contains(&element.code.as_str()))
            .collect();
        // What is part of something that goes, goes with it.
        for place in (0..self.elements.len()).rev() {
            if self.parents[place].is_some_and(|parent| !left[parent]) {
                left[place] = false;
            }
        }
        for place in self.indicators..self.elements.len() {
            left[place] &= self.children[place].iter().any(|child| left[*child]);
        }
        let elements = self.elements.iter().zip(&left).filter(|(_, left)| **left);
        Self::new(elements.map(|(element, _)| element.clone()).collect())
    }
}
