//! What is due of a job by itself: a reminder on the day before, while somebody has it; an answer, while it is offered;
//! its end, while nobody has it. Each is a task.

use domain::city::City;
use domain::interpretation::{Command, Job};
use domain::receipts::Reference;

use crate::streams::stream_of;
use crate::tasks::{Reminder, Task};

/// The tasks that remind of an appointment.
#[derive(Debug)]
pub struct Near;

impl Reminder for Near {
    type Command = Command;

    const KIND: &'static str = "interpretation-reminder";

    fn asked(task: &Task) -> Option<(Reference, Command)> {
        Some((Reference::parse(&task.name).ok()?, Command::Remind))
    }

    /// The reminder that a job waits for.
    fn again(job: &Job, city: &City) -> Option<Task> {
        let due_at = job.reminder_at(city)?;
        let about = stream_of::<Job>(job.reference);
        Some(Task::new(Self::KIND, job.reference.to_string(), about, due_at))
    }
}

/// The tasks that take an offer back from whoever has not answered it.
#[derive(Debug)]
pub struct Answer;

impl Reminder for Answer {
    type Command = Command;

    const KIND: &'static str = "interpretation-answer";

    fn asked(task: &Task) -> Option<(Reference, Command)> {
        Some((Reference::parse(&task.name).ok()?, Command::TakeBack))
    }

    fn again(job: &Job, city: &City) -> Option<Task> {
        let due_at = job.answer_by(city)?;
        let about = stream_of::<Job>(job.reference);
        Some(Task::new(Self::KIND, job.reference.to_string(), about, due_at))
    }
}

/// The tasks that say that nobody took a job on.
#[derive(Debug)]
pub struct Lapse;

impl Reminder for Lapse {
    type Command = Command;

    const KIND: &'static str = "interpretation-end";

    fn asked(task: &Task) -> Option<(Reference, Command)> {
        Some((Reference::parse(&task.name).ok()?, Command::Lapse))
    }

    fn again(job: &Job, _: &City) -> Option<Task> {
        let about = stream_of::<Job>(job.reference);
        Some(Task::new(
            Self::KIND,
            job.reference.to_string(),
            about,
            job.lapses_at()?,
        ))
    }
}
