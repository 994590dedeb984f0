//! From an open export to a tally: rows are read in blocks by one or more threads and folded
//! in file order.

use super::fold::{Fold, Places};
use super::key::Key;
use super::period::Period;
use super::tally::Tally;
use super::worker::Worker;
use super::worklist::List;
use crate::advice::Options;
use crate::dataset::guideline::Status;
use crate::dataset::{Dataset, Treatment};
use crate::day::Day;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::intake::blocks::{Block, Blocks};
use crate::intake::row::read_block;
use crate::intake::{Export, Layout};
use crate::kernel::Kernel;
use std::collections::HashMap;
use std::io::Read;
use std::num::NonZeroUsize;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// How much of lines in memory makes the key of their hashes.
const KEY_BYTES: usize = 64 << 10;

/// Called with the bytes read so far.
type Progress<'a> = &'a (dyn Fn(u64) + Sync);

/// How an export is analysed.
///
/// ```
/// use groenrecept::{Dataset, Engine, intake::Export};
/// let text = "datum;omschrijving;aantal;eenheid\n\
///             31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n";
/// let engine = Engine::new(&Dataset::embedded()?);
/// let outcome = engine.analysis().run(Export::new("export.csv", text.as_bytes())?, None)?;
/// assert_eq!(outcome.rows.analysed, 1);
/// let total = outcome.totals.climate.central();
/// assert_eq!(total.round(3).to_string(), "30.062"); // kg CO2e, certificate CERT-12506 in AR6
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Clone)]
pub struct Analysis<'a> {
    pub(super) kernel: Arc<Kernel>,
    pub(super) treatment: Treatment,
    /// Which rules count.
    pub(super) rules: Options,
    threads: NonZeroUsize,
    latest: Option<Day>,
    period: Period,
    list_set_aside: bool,
    pub(super) worklist: bool,
    pub(super) suppress: Option<u64>,
    progress: Option<Progress<'a>>,
}

impl std::fmt::Debug for Analysis<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Analysis")
            .field("gwp", &self.kernel.model().gwp_set())
            .field("treatment", &self.treatment)
            .field("threads", &self.threads)
            .field("latest", &self.latest)
            .finish_non_exhaustive()
    }
}

impl<'a> Analysis<'a> {
    /// With secondary treatment, one thread, and no latest day.
    pub(crate) fn new(kernel: Arc<Kernel>) -> Self {
        Self {
            kernel,
            treatment: Treatment::Secondary,
            rules: Options::new(),
            threads: NonZeroUsize::MIN,
            latest: None,
            period: Period::default(),
            list_set_aside: false,
            worklist: false,
            suppress: None,
            progress: None,
        }
    }

    pub(super) fn dataset(&self) -> &Dataset {
        self.kernel.dataset()
    }

    /// How far waste water is treated before it reaches surface water; secondary by default.
    #[must_use]
    pub const fn treatment(mut self, treatment: Treatment) -> Self {
        self.treatment = treatment;
        self
    }

    /// The least status of rules that count; see [`Options::at_least`].
    #[must_use]
    pub const fn at_least(mut self, status: Status) -> Self {
        self.rules = self.rules.at_least(status);
        self
    }

    /// The day of the report, by which review dates are judged; see [`Options::day`].
    #[must_use]
    pub const fn day(mut self, day: Day) -> Self {
        self.rules = self.rules.day(day);
        self
    }

    /// How many threads read rows. The result is the same for any number.
    #[must_use]
    pub const fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads;
        self
    }

    /// The latest day that is a date of prescription, usually today. Later rows are set
    /// aside.
    #[must_use]
    pub const fn latest(mut self, latest: Option<Day>) -> Self {
        self.latest = latest;
        self
    }

    /// The first and last day of the rows that count, both inclusive; where one lacks, all days
    /// before or behind the other. Rows of other days are set aside as
    /// [`Reason::OutsidePeriod`](super::Reason::OutsidePeriod), and what is told for a year is told
    /// over the chosen days where both ends are given.
    ///
    /// ```
    /// use groenrecept::practice::Reason;
    /// use groenrecept::{Dataset, Day, Engine, intake::Export};
    /// let text = "datum;omschrijving;aantal;eenheid\n\
    ///             31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n\
    ///             28-02-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n";
    /// let engine = Engine::new(&Dataset::embedded()?);
    /// let export = Export::new("export.csv", text.as_bytes())?;
    /// let outcome = engine.analysis().period(Day::new(2025, 2, 1), None).run(export, None)?;
    /// assert_eq!(outcome.rows.analysed, 1);
    /// assert_eq!(outcome.rows.set_aside[&Reason::OutsidePeriod], 1);
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub const fn period(mut self, from: Option<Day>, to: Option<Day>) -> Self {
        self.period = Period { from, to };
        self
    }

    /// Whether every row that is set aside is kept with its reason, for
    /// [`Ledger::all_set_aside`](super::Ledger::all_set_aside). Memory then grows with these rows.
    #[must_use]
    pub const fn list_set_aside(mut self, list: bool) -> Self {
        self.list_set_aside = list;
        self
    }

    /// Whether every row to look at is kept, for [`report::worklist`](crate::report::worklist).
    /// Memory then grows with the rows.
    #[must_use]
    pub const fn worklist(mut self, list: bool) -> Self {
        self.worklist = list;
        self
    }

    /// Hides what is about fewer patients than this, or prescriptions where no row names a patient, and
    /// what would let it be computed: such medicines stand only together
    /// ([`Outcome::rest`](super::Outcome::rest)), counts are rounded, and totals stay true. It is set
    /// before rows are read: a tally that was made without it has no patients to tell what is small, and
    /// where its rows can name patients nothing of it stands by name. See
    /// [`SUPPRESS_DEFAULT`](super::SUPPRESS_DEFAULT). `None`, the default, hides nothing: a
    /// practice may see its own numbers.
    ///
    /// ```
    /// use groenrecept::{Dataset, Engine, intake::Export};
    /// let text = "datum;omschrijving;aantal;eenheid\n\
    ///             31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n";
    /// let engine = Engine::new(&Dataset::embedded()?);
    /// let export = Export::new("export.csv", text.as_bytes())?;
    /// let outcome = engine.analysis().suppress(Some(10)).run(export, None)?;
    /// assert_eq!(outcome.rows.analysed.shown(), None);
    /// assert!(outcome.products.is_empty());
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub const fn suppress(mut self, below: Option<u64>) -> Self {
        self.suppress = below;
        self
    }

    /// Something to call with the number of bytes read so far.
    #[must_use]
    pub const fn progress(mut self, progress: Progress<'a>) -> Self {
        self.progress = Some(progress);
        self
    }

    /// Reads an export to its end and returns what its rows add up to.
    ///
    /// # Errors
    /// When reading fails, the file has other bytes than when it was opened
    /// ([`ErrorKind::Changed`]), a period was chosen that holds no day or rows have no days, or a
    /// sum would lose digits.
    pub fn tally<R: Read + Send>(&self, export: Export<R>, layout: &Layout) -> Result<Tally> {
        let tally = self.tally_all(vec![export], std::slice::from_ref(layout));
        tally.map(|(tally, _)| tally)
    }

    /// Reads exports to their ends, each with its layout, and returns what their rows add up to, and
    /// how many rows each has.
    pub(super) fn tally_all<R: Read + Send>(
        &self,
        exports: Vec<Export<R>>,
        layouts: &[Layout],
    ) -> Result<(Tally, Vec<u64>)> {
        all_or_none_dated(&exports, layouts)?;
        let several = exports.len() > 1;
        let rows = exports.iter().map(Export::expected_rows);
        let mut fold = self.fold(layouts, rows.fold(0, u64::saturating_add))?;
        let key = Key::of(exports.iter().map(Export::head));
        let mut digests: HashMap<(u64, u64), String> = HashMap::new();
        let (mut rows, mut before) = (Vec::new(), 0u64);
        for ((export, layout), number) in exports.into_iter().zip(layouts).zip(1..) {
            let name = export.name().to_owned();
            let here = |error: Error| error.in_file(&name);
            let expected = export.bytes();
            let (head, reader) = export.into_parts();
            let blocks = Blocks::new(&head, layout.preface(), layout.separator_byte(), reader);
            let blocks = if several {
                blocks.digested(&head)
            } else {
                blocks
            };
            drop(head);
            fold.begin(layout, several.then_some(number));
            let (done, blocks) = self
                .fold_all((fold, blocks), &key, layout, before)
                .map_err(here)?;
            fold = done;
            let bytes = blocks.read();
            if let Some(expected) = expected.filter(|expected| *expected != bytes) {
                let (before, after) = (expected, bytes);
                return Err(here(Error::new(ErrorKind::Changed { before, after })));
            }
            if let Some(digest) = blocks.digest()
                && let Some(other) = digests.insert((bytes, digest), name.clone())
            {
                return Err(here(Error::new(ErrorKind::SameExport { other })));
            }
            let others = rows.iter().copied().fold(0, u64::saturating_add);
            rows.push(fold.rows().saturating_sub(others));
            before = before.saturating_add(bytes);
        }
        Ok((self.finish(fold, &key)?, rows))
    }

    /// What lines in memory add up to, which are `rows` rows without a header.
    pub(super) fn tally_lines(&self, lines: &[u8], rows: u64, layout: &Layout) -> Result<Tally> {
        let key = Key::of([lines.get(..KEY_BYTES).unwrap_or(lines)]);
        let blocks = Blocks::new(&[], 0, layout.separator_byte(), lines);
        let mut fold = self.fold(std::slice::from_ref(layout), rows)?;
        fold.begin(layout, None);
        let (fold, _) = self.fold_all((fold, blocks), &key, layout, 0)?;
        self.finish(fold, &key)
    }

    /// Where about so many rows of these layouts are to be folded.
    fn fold(&self, layouts: &[Layout], rows: u64) -> Result<Fold> {
        self.dataset().has_gwp(self.kernel.model().gwp_set())?;
        let list = (self.list_set_aside || self.worklist).then(|| List::new(self.worklist));
        Ok(Fold::new(
            self.dataset(),
            layouts,
            rows,
            list,
            self.suppress,
        ))
    }

    /// Takes returns off, and ends the rows.
    fn finish(&self, mut fold: Fold, key: &Key) -> Result<Tally> {
        fold.take_off(self.dataset(), key)?;
        let mut tally = fold.finish();
        tally.chosen = self.period;
        tally.over = self.period.over(self.latest, tally.period);
        Ok(tally)
    }

    /// Folds the rows of blocks; `before` bytes were read of other exports.
    fn fold_all<R: Read + Send>(
        &self,
        (fold, blocks): (Fold, Blocks<R>),
        key: &Key,
        layout: &Layout,
        before: u64,
    ) -> Result<(Fold, Blocks<R>)> {
        self.period.check(layout)?;
        let line = Assembly {
            source: Mutex::new(Source {
                blocks,
                next: 0,
                failed: None,
            }),
            fold: Mutex::new(Turn {
                fold,
                next: 0,
                failed: None,
            }),
            turn: Condvar::new(),
        };
        let show = |given: u64| {
            if let Some(progress) = self.progress {
                progress(before.saturating_add(given));
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..self.threads.get() {
                scope.spawn(|| self.work(&line, layout, key, &show));
            }
            self.work(&line, layout, key, &show);
        });
        let source = line
            .source
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let turn = line
            .fold
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        match source.failed.or(turn.failed) {
            Some(error) => Err(error),
            None => Ok((turn.fold, source.blocks)),
        }
    }

    /// One thread: takes blocks in turn, reads their rows, and folds them in turn.
    fn work<R: Read>(&self, line: &Assembly<R>, layout: &Layout, key: &Key, show: Progress<'_>) {
        let mut worker = Worker::new(
            self.kernel.resolvers(),
            layout,
            key,
            (self.latest, self.period),
        );
        let mut places = Places::default();
        let mut block = Block::default();
        let mut entries = Vec::new();
        while let Some((number, given)) = line.take(&mut block) {
            entries.clear();
            let mut header = number == 0 && layout.has_header();
            read_block(&block, layout, |at, row| {
                if header {
                    header = false;
                } else {
                    entries.push(worker.entry(at, row));
                }
            });
            let mut turn = line.wait_for(number);
            let spent = worker.spent(false);
            if turn.failed.is_none() {
                let added = turn.fold.add(&entries, worker.local(), &mut places);
                turn.failed = added.and_then(|()| turn.fold.settle(&spent)).err();
            }
            turn.next = turn.next.saturating_add(1);
            let stop = turn.failed.is_some();
            drop(turn);
            line.turn.notify_all();
            if stop {
                break;
            }
            show(given);
        }
        let mut turn = line.fold.lock().unwrap_or_else(PoisonError::into_inner);
        turn.fold.tally.codes.add(&worker.codes());
        if turn.failed.is_none() {
            turn.failed = turn.fold.settle(&worker.spent(true)).err();
        }
    }
}

/// Days of some exports alone would be taken for those of all.
fn all_or_none_dated<R: Read>(exports: &[Export<R>], layouts: &[Layout]) -> Result<()> {
    let both = || exports.iter().zip(layouts);
    let dated = |layout: &Layout| layout.index(Role::Date).is_some();
    let with = both().find(|(_, layout)| dated(layout));
    let without = both().find(|(_, layout)| !dated(layout));
    match with.zip(without) {
        None => Ok(()),
        Some(((with, _), (without, _))) => {
            let other = with.name().to_owned();
            let error = Error::new(ErrorKind::NotAllDated { other });
            Err(error.in_file(without.name()))
        }
    }
}

/// What the threads share.
struct Assembly<R> {
    source: Mutex<Source<R>>,
    fold: Mutex<Turn>,
    turn: Condvar,
}

struct Source<R> {
    blocks: Blocks<R>,
    next: u64,
    failed: Option<Error>,
}

struct Turn {
    fold: Fold,
    /// The number of the block whose turn it is.
    next: u64,
    failed: Option<Error>,
}

impl<R: Read> Assembly<R> {
    /// The next block, its number and the bytes given out; `None` at the end or after a
    /// failure.
    fn take(&self, block: &mut Block) -> Option<(u64, u64)> {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        if source.failed.is_some() {
            return None;
        }
        match source.blocks.next(block) {
            Ok(true) => {
                let number = source.next;
                source.next = number.saturating_add(1);
                Some((number, source.blocks.given()))
            }
            Ok(false) => None,
            Err(error) => {
                source.failed = Some(error);
                None
            }
        }
    }

    fn wait_for(&self, number: u64) -> MutexGuard<'_, Turn> {
        let turn = self.fold.lock().unwrap_or_else(PoisonError::into_inner);
        self.turn
            .wait_while(turn, |turn| turn.next != number)
            .unwrap_or_else(PoisonError::into_inner)
    }
}
