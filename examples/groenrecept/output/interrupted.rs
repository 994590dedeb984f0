//! Temporary files, and what becomes of them when the program is asked to end.
//!
//! On Unix they are removed on INT, TERM, HUP and QUIT, and where a limit on files or time is reached;
//! the program ends with 128 and the number of the signal, such as 130, 143 or 129. On
//! other systems such as Windows nothing listens: a program that is ended there leaves a file
//! `.groenrecept-…` beside the result, and the old result whole. That is not tested there.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::NamedTempFile;

/// The temporary files that are there now.
static FILES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn files() -> MutexGuard<'static, Vec<PathBuf>> {
    FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A temporary file, which goes when it is not kept, and when the program is asked to end.
pub(crate) struct Temporary(Option<NamedTempFile>);

impl Temporary {
    /// Makes one; none is made while the program ends.
    pub(super) fn new(builder: &tempfile::Builder, folder: &Path) -> std::io::Result<Self> {
        #[cfg(unix)]
        listen()?;
        let mut files = files();
        let file = builder.tempfile_in(folder)?;
        files.push(file.path().to_owned());
        Ok(Self(Some(file)))
    }

    pub(super) fn file(&mut self) -> std::io::Result<&mut File> {
        let file = self.0.as_mut().map(NamedTempFile::as_file_mut);
        file.ok_or_else(|| std::io::ErrorKind::NotFound.into())
    }

    /// Puts it in the place of a file, whole.
    pub(super) fn keep(mut self, path: &Path) -> std::io::Result<()> {
        self.file()?.sync_all()?;
        self.settle(|file| file.persist(path).map(drop).map_err(|error| error.error))
    }

    /// What ends it; no signal comes between.
    fn settle(
        &mut self,
        end: impl FnOnce(NamedTempFile) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        let Some(file) = self.0.take() else {
            return Ok(());
        };
        let mut files = files();
        files.retain(|path| path != file.path());
        end(file)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What cannot be removed stays: there is nothing else to do with it.
        let _ = self.settle(NamedTempFile::close);
    }
}

/// Waits for signals, from the first time on. One that was ignored when the program began stays
/// so, as under `nohup`.
#[cfg(unix)]
fn listen() -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ};
    static LISTENS: std::sync::Once = std::sync::Once::new();
    let mut result = Ok(());
    LISTENS.call_once(|| {
        let ignored = ignored();
        let signals = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ];
        let heard = signals
            .iter()
            .filter(|one| ignored & 1u64.rotate_left(one.unsigned_abs()) == 0);
        result = signal_hook::iterator::Signals::new(heard).map(|mut signals| {
            std::thread::spawn(move || {
                if let Some(signal) = signals.forever().next() {
                    let files = files();
                    for path in files.iter() {
                        let _ = std::fs::remove_file(path);
                    }
                    std::process::exit(signal.saturating_add(128));
                }
            });
        });
    });
    result
}

/// The signals that are ignored, each as the bit of its number, where the system has a file that
/// tells.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let bits = lines.find_map(|line| line.strip_prefix("SigIgn:"));
    bits.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok())
        .unwrap_or_default()
        .rotate_left(1)
}
