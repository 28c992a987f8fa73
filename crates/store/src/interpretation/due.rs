//! What is due of a job by itself: a reminder on the day before, while somebody has it; an answer, while it is offered;
//! its end, while nobody has it. Each is a task with the name of its job.

use domain::city::City;
use domain::interpretation::{Command, Job};
use domain::receipts::Reference;
use jiff::Timestamp;

use crate::streams::stream_of;
use crate::tasks::{Reminder, Task};

/// The tasks that remind of an appointment.
#[derive(Debug)]
pub struct Near;

impl Reminder for Near {
    type Command = Command;

    const KIND: &'static str = "interpretation-reminder";

    fn asked(task: &Task) -> Option<(Reference, Command)> {
        Some((job_of(task)?, Command::Remind))
    }

    fn again(job: &Job, city: &City) -> Option<Task> {
        Some(due::<Self>(job, job.reminder_at(city)?))
    }
}

/// The tasks that take an offer back from whoever has not answered it.
#[derive(Debug)]
pub struct Answer;

impl Reminder for Answer {
    type Command = Command;

    const KIND: &'static str = "interpretation-answer";

    fn asked(task: &Task) -> Option<(Reference, Command)> {
        Some((job_of(task)?, Command::TakeBack))
    }

    fn again(job: &Job, city: &City) -> Option<Task> {
        Some(due::<Self>(job, job.answer_by(city)?))
    }
}

/// The tasks that say that nobody took a job on.
#[derive(Debug)]
pub struct Lapse;

impl Reminder for Lapse {
    type Command = Command;

    const KIND: &'static str = "interpretation-end";

    fn asked(task: &Task) -> Option<(Reference, Command)> {
        Some((job_of(task)?, Command::Lapse))
    }

    fn again(job: &Job, _: &City) -> Option<Task> {
        Some(due::<Self>(job, job.lapses_at()?))
    }
}

fn job_of(task: &Task) -> Option<Reference> {
    Reference::parse(&task.name).ok()
}

fn due<R: Reminder>(job: &Job, at: Timestamp) -> Task {
    Task::new(
        R::KIND,
        job.reference.to_string(),
        stream_of::<Job>(job.reference),
        at,
    )
}
