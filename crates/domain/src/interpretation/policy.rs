//! What a city has decided about interpreting. A pack may say nothing of it: then nothing is booked.

use serde::Deserialize;

use super::Setting;
use crate::ServiceCode;
use crate::training::Level;

/// What a city's pack says of interpreting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Hours before the beginning. Who cancels later cancels at short notice.
    pub short_notice: u16,
    /// Whether what was accepted is counted as worked when it was cancelled at short notice, or when those whom it was for
    /// did not come.
    pub pays_short_notice: bool,
    /// Minutes each way, where nobody says how many. A multiple of [`super::QUARTER_MINUTES`].
    pub travel: u16,
    /// Hours in which whoever is offered a job answers. Then it is taken back from them, so that somebody else can be asked; sooner,
    /// when it begins soon ([`super::Job::answer_by`]). Nought: never.
    #[serde(default)]
    pub offer_lasts: u16,
    /// How many days ahead something can be booked.
    pub days_ahead: u16,
    /// Version of the promise of confidentiality that is accepted with each job. Raise it whenever its text changes.
    pub confidentiality: u32,
    /// Opens a case for those who book without one. It asks for nothing but a description.
    #[serde(default)]
    pub service: Option<ServiceCode>,
    /// Where interpreters go, in the order of lists.
    #[serde(rename = "setting")]
    pub settings: Vec<Demand>,
}

/// How well an interpreter must speak in a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    pub code: Setting,
    pub level: Level,
}

impl Policy {
    /// Whether nothing can be booked in this city.
    pub fn is_empty(&self) -> bool {
        self.settings.is_empty()
    }

    /// How well an interpreter must speak there; `None` where none are sent.
    pub fn level(&self, setting: Setting) -> Option<Level> {
        let demand = self.settings.iter().find(|demand| demand.code == setting);
        demand.map(|demand| demand.level)
    }
}
