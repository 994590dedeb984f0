//! Exports in: bytes to rows, without knowing any medicine.
//!
//! [`Export`] holds a reader and the head of the file. [`Export::layout`] decides from that
//! head, and only from it, how the file is to be read; it stops where it would have to
//! guess. The bytes are then cut into pieces that end at a row, so that several threads can
//! read at once and memory does not grow with the file.
//!
//! [`gstandaard`] reads the other thing that a user brings: a release of the G-Standaard.

pub(crate) mod blocks;
mod dates;
mod detect;
pub mod gstandaard;
mod head;
mod header;
mod layout;
mod privacy;
mod profile;
mod proposal;
pub(crate) mod row;
mod sample;
mod shapes;
mod text;
mod totals;

pub(crate) use dates::DateOrder;
pub use layout::Layout;
pub(crate) use privacy::{Identity, SeenBy};
pub use profile::Profile;
pub(crate) use profile::StoppedRows;
pub use proposal::Proposal;
pub(crate) use proposal::{ColumnProposal, Understood};
pub(crate) use text::Encoding;
pub(crate) use text::check_is_text;
pub(crate) use totals::TotalWords;

use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, Result};
use crate::outward::on_one_line;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How much of the file detection looks at.
const HEAD_BYTES: usize = 512 << 10;

/// An export that is open for reading.
///
/// ```
/// use groenrecept::{Dataset, intake::Export};
/// let text = "datum;omschrijving;aantal\n31-01-2025;SALBUTAMOL AEROSOL 100UG/DO 200DO;1\n";
/// let export = Export::new("export.csv", text.as_bytes())?;
/// let layout = export.layout(&Dataset::embedded()?, None)?;
/// assert_eq!(layout.column_name(groenrecept::Role::Label), Some("omschrijving"));
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug)]
pub struct Export<R> {
    name: String,
    head: Vec<u8>,
    whole: bool,
    bytes: Option<u64>,
    reader: R,
}

impl Export<File> {
    /// Opens a file.
    ///
    /// # Errors
    /// When there is no such file, it is a folder, it is empty, or it is not text (a
    /// workbook or PDF is recognised by its first bytes).
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| Error::from_io(&error).in_file(&name))?;
        let meta = file.metadata().ok();
        if meta.as_ref().is_some_and(std::fs::Metadata::is_dir) {
            return Err(Error::new(ErrorKind::IsFolder).in_file(&name));
        }
        let mut export = Self::new(&name, file)?;
        // A pipe has no length.
        let file = meta.filter(std::fs::Metadata::is_file);
        export.bytes = file.map(|meta| meta.len());
        Ok(export)
    }
}

impl<R: Read> Export<R> {
    /// Takes any reader, under the name that errors and the report give it.
    ///
    /// # Errors
    /// As [`Export::open`], from the first bytes.
    pub fn new(name: &str, mut reader: R) -> Result<Self> {
        let mut head = Vec::new();
        let limit = u64::try_from(HEAD_BYTES).unwrap_or(u64::MAX);
        reader
            .by_ref()
            .take(limit)
            .read_to_end(&mut head)
            .map_err(|error| Error::from_io(&error).in_file(name))?;
        text::check_is_text(&head).map_err(|error| error.in_file(name))?;
        Ok(Self {
            name: on_one_line(name).into_owned(),
            whole: head.len() < HEAD_BYTES,
            bytes: None,
            head,
            reader,
        })
    }

    /// The name under which the export appears.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Tells how the export is to be read, from its head, the names of columns that the data
    /// knows, and an optional profile.
    ///
    /// # Errors
    /// Where the head does not tell and the layout would be a guess, with the column; see
    /// [`ErrorKind`].
    pub fn layout(&self, dataset: &Dataset, profile: Option<&Profile>) -> Result<Layout> {
        detect::detect(&self.head, self.whole, dataset, profile)
            .map_err(|error| error.in_file(&self.name))
    }

    /// A profile proposed for the export, with how each column was understood and why.
    ///
    /// # Errors
    /// When the text is in an encoding that this build does not read.
    pub fn proposal(&self, dataset: &Dataset) -> Result<Proposal> {
        let file = Path::new(&self.name).file_name();
        let file = file.map_or(self.name.clone(), |file| {
            file.to_string_lossy().into_owned()
        });
        proposal::propose(&file, &self.head, self.whole, dataset)
            .map_err(|error| error.in_file(&self.name))
    }

    /// About how many rows the export has, from the length of the file and of the rows in
    /// its head; 0 where the length is not known.
    pub(crate) fn expected_rows(&self) -> u64 {
        let head = u64::try_from(self.head.len()).unwrap_or(u64::MAX);
        let lines = memchr::memchr_iter(b'\n', &self.head).count();
        let lines = u64::try_from(lines).unwrap_or(u64::MAX);
        let bytes = self.bytes.unwrap_or(0);
        bytes.saturating_mul(lines).checked_div(head).unwrap_or(0)
    }

    /// The length of the file when it was opened, where it has one.
    pub(crate) const fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    pub(crate) fn into_parts(self) -> (Vec<u8>, R) {
        (self.head, self.reader)
    }
}
