//! What happens to a case in the jobs of interpreters who were asked for in it: whoever brought it sees it, and is told by mail.

use super::{Case, CaseEvent, NewEvent, What};
use crate::journaled::codes;
use crate::receipts::Reference;

codes! {
    /// What happened to an interpreter's job, as far as its case follows it.
    InterpreterStep {
        Asked = "interpreter-asked",
        /// Somebody has taken it on.
        Found = "interpreter-found",
        /// Who had taken it on cannot come, or somebody else is to.
        Sought = "interpreter-sought",
        Cancelled = "interpreter-cancelled",
        /// Nobody was found before its end.
        NotFound = "interpreter-not-found",
        /// It is tomorrow.
        Near = "interpreter-near",
    }
}

impl InterpreterStep {
    /// Whether whoever brought the case is told of it, unless they did it themselves.
    pub(super) fn is_news(self) -> bool {
        self != Self::Asked
    }
}

impl Case {
    /// The event that a step of one of its interpreters' jobs makes of it; none once its words are erased.
    pub fn interpreted(&self, job: Reference, step: InterpreterStep) -> Vec<NewEvent> {
        let event = NewEvent {
            event: CaseEvent {
                what: What::Interpreter { job, step },
                language: None,
                delivers: None,
                clocks: None,
            },
            body: None,
        };
        (!self.erased).then_some(event).into_iter().collect()
    }
}
