//! The clocks of a case, while a command starts, pauses, extends and stops them.

use crate::city::BasedLimit;
use crate::deadlines::{Clock, ClockKind, Limit};
use crate::journaled::Context;
use crate::problems::Problem;
use crate::services::{PausedBy, Service};

/// The clocks of a case while a command changes them.
pub(super) struct Clocks<'a> {
    all: Vec<Clock>,
    touched: bool,
    service: &'a Service,
    ctx: &'a Context<'a>,
}

impl<'a> Clocks<'a> {
    pub(super) fn new(all: Vec<Clock>, service: &'a Service, ctx: &'a Context<'a>) -> Self {
        Self {
            all,
            touched: false,
            service,
            ctx,
        }
    }

    fn begun(&self, kind: ClockKind, stage: Option<&str>, limit: Limit, basis: &crate::BasisCode) -> Clock {
        let now = self.ctx.now;
        let mut clock = Clock {
            kind,
            stage: stage.map(str::to_owned),
            limit,
            basis: basis.clone(),
            started_at: now,
            pauses: Vec::new(),
            extended_by: None,
            stopped_at: None,
            due_at: now,
            provisional: false,
        };
        clock.reckon(now, &self.ctx.city.calendar, &self.ctx.city.timezone);
        clock
    }

    /// When something is due that begins now and no clock of the case shows.
    pub(super) fn due_at(&self, limit: &BasedLimit) -> jiff::Timestamp {
        self.begun(ClockKind::Stage, None, limit.limit, &limit.basis)
            .due_at
    }

    fn push(&mut self, kind: ClockKind, stage: Option<&str>, limit: Limit, basis: &crate::BasisCode) {
        let clock = self.begun(kind, stage, limit, basis);
        // A clock that starts again replaces the one before; the journal still has that.
        self.all.retain(|c| c.kind != kind || c.stage.as_deref() != stage);
        self.all.push(clock);
        self.touched = true;
    }

    /// Starts the clock of that kind, if the service has one.
    pub(super) fn start(&mut self, kind: ClockKind, stage: Option<&str>) {
        if let Some(rule) = self.service.clock(kind, stage) {
            self.push(kind, stage, rule.limit, &rule.basis);
        }
    }

    pub(super) fn start_return(&mut self) {
        let limit = &self.ctx.city.limits.wrong_unit;
        self.push(ClockKind::Return, None, limit.limit, &limit.basis);
    }

    fn each(&mut self, which: impl Fn(&Clock) -> bool, change: impl Fn(&mut Clock)) {
        for clock in self.all.iter_mut().filter(|clock| which(clock)) {
            change(clock);
            self.touched = true;
        }
    }

    pub(super) fn stop(&mut self, which: impl Fn(&Clock) -> bool) {
        let (now, calendar, zone) = (self.ctx.now, &self.ctx.city.calendar, &self.ctx.city.timezone);
        self.each(
            |clock| clock.is_running() && which(clock),
            |clock| {
                clock.resume(now);
                clock.reckon(now, calendar, zone);
                clock.stopped_at = Some(now.max(clock.started_at));
            },
        );
    }

    /// Ends all that run, since nothing comes of the case any more. What was missed stays missed; what was not due yet was
    /// neither kept nor missed, and is promised no longer.
    pub(super) fn end(&mut self) {
        let ran: Vec<bool> = self.all.iter().map(Clock::is_running).collect();
        self.stop(|_| true);
        let now = self.ctx.now;
        let mut ran = ran.into_iter();
        self.all
            .retain(|clock| !ran.next().unwrap_or(false) || !clock.in_time(now));
    }

    pub(super) fn runs(&self, kind: ClockKind) -> bool {
        self.all
            .iter()
            .any(|clock| clock.kind == kind && clock.is_running())
    }

    pub(super) fn stop_kind(&mut self, kind: ClockKind) {
        self.stop(|clock| clock.kind == kind);
    }

    /// Stands the clocks that say so.
    pub(super) fn pause(&mut self, waits_for: PausedBy) {
        let (now, service) = (self.ctx.now, self.service);
        let (calendar, zone) = (&self.ctx.city.calendar, &self.ctx.city.timezone);
        let pauses = |clock: &Clock| {
            service
                .clock(clock.kind, clock.stage.as_deref())
                .is_some_and(|rule| rule.pauses.contains(&waits_for))
        };
        self.each(
            |clock| clock.is_running() && pauses(clock),
            |clock| {
                clock.pause(now);
                clock.reckon(now, calendar, zone);
            },
        );
    }

    /// Runs on what stood; the due date moves by the time it stood.
    pub(super) fn resume(&mut self) {
        let (now, calendar, zone) = (self.ctx.now, &self.ctx.city.calendar, &self.ctx.city.timezone);
        self.each(Clock::is_paused, |clock| {
            clock.resume(now);
            clock.reckon(now, calendar, zone);
        });
    }

    /// Adds to a limit, up to the service's cap in all.
    pub(super) fn extend(&mut self, kind: ClockKind, stage: Option<&str>, by: Limit) -> Result<(), Problem> {
        let (now, calendar, zone) = (self.ctx.now, &self.ctx.city.calendar, &self.ctx.city.timezone);
        let cap = self
            .service
            .clock(kind, stage)
            .and_then(|rule| rule.extension)
            .ok_or(Problem::NoExtension)?;
        let clock = self
            .all
            .iter_mut()
            .find(|c| c.kind == kind && c.stage.as_deref() == stage && c.is_running());
        let clock = clock.ok_or(Problem::NoSuchClock)?;
        let over = || Problem::OverTheCap { cap: cap.to_string() };
        let total = clock
            .extended_by
            .map_or(Some(by), |before| before.plus(by))
            .ok_or_else(over)?;
        if by.count() == 0 || total.unit() != cap.unit() || total.count() > cap.count() {
            return Err(over());
        }
        clock.extended_by = Some(total);
        clock.reckon(now, calendar, zone);
        self.touched = true;
        Ok(())
    }

    /// What an event says of the clocks, when the command has touched one since the last.
    pub(super) fn changed(&mut self) -> Option<Vec<Clock>> {
        std::mem::take(&mut self.touched).then(|| self.all.clone())
    }
}
