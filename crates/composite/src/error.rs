use crate::framework::FrameworkError;

/// Why there is no result. It names the element (by its code) and, where there is one, the unit.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error(transparent)]
    Framework(#[from] FrameworkError),
    #[error("the data have no column \"{0}\"")]
    NoColumn(String),
    #[error("the data have no grouping \"{0}\"")]
    NoGrouping(String),
    #[error("there is no unit \"{0}\"")]
    NoUnit(String),
    #[error("there is no indicator or aggregate \"{0}\"")]
    NoElement(String),
    #[error("no unit is left")]
    Empty,
    /// A method that takes logarithms or reciprocals met such a value.
    #[error("{method} of \"{element}\": \"{unit}\" has {value} in \"{child}\", and it needs values {needs}")]
    OutOfDomain {
        method: &'static str,
        element: String,
        child: String,
        unit: String,
        value: f64,
        needs: &'static str,
    },
    #[error("the weights of \"{element}\" {why}")]
    Weights { element: String, why: &'static str },
    #[error("{step} \"{element}\": {why}")]
    Parameter {
        step: &'static str,
        element: String,
        why: String,
    },
    #[error("stopped before it was done")]
    Stopped,
}
