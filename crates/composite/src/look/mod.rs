//! Looking at an index: what its data are like, what goes together, what counts, and what would be if.
//!
//! - [`describe()`]: statistics of each indicator, with flags.
//! - [`correlations`], [`levels`], [`within`], [`with_parents`], [`flagged`]: what goes together.
//! - [`alpha`] and [`alphas`]: Cronbach's measure of how well elements say the same.
//! - [`principal_components`] and [`components_of`]: how many different things they say.
//! - [`effective_weights`]: what counts how much in the end.
//! - [`compare()`], [`what_if`]: two builds, unit by unit.
//! - [`remove`] and [`remove_each`]: an index without one of its elements.
//! - [`profile()`] and [`profiles`]: strengths and weaknesses of a unit.
//!
//! Nothing here changes a build. Numbers that cannot be had are `NaN`, which JSON writes as `null`.

mod compare;
mod components;
mod correlate;
mod describe;
mod influence;
mod profile;
mod reliability;

pub use compare::{Change, Comparison, UnitChange, changed, compare, what_if};
pub use components::{Component, PrincipalComponents, components_of, principal_components};
pub use correlate::{
    Correlation, Correlations, Pair, correlations, flagged, kendall, levels, with_parents, within,
};
pub use describe::{Description, Flag, Limits, describe, describe_column};
pub use influence::{EffectiveWeight, Removal, effective_weights, remove, remove_each};
pub use profile::{Place, Profile, profile, profiles};
pub use reliability::{Reliability, alpha, alphas};
