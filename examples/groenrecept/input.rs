//! What a command reads.

use crate::output::{Failure, STANDARD};
use groenrecept::bounds::Whole;
use groenrecept::intake::Export;
use groenrecept::{Language, Result};
use std::fs::File;
use std::path::Path;

/// Opens an export; `-` is standard input.
pub(crate) fn export(path: &Path, language: Language) -> Result<Export<File>> {
    if path != Path::new(STANDARD) {
        return Export::open(path);
    }
    let name = match language {
        Language::Dutch => "standaardinvoer",
        Language::English => "standard input",
    };
    let file = standard().map_err(|error| groenrecept::Error::from_io(&error).in_file(name))?;
    Export::new(name, file)
}

/// Whether what a path leads to can be read once only: standard input or a pipe.
pub(crate) fn is_read_once(path: &Path) -> bool {
    path == Path::new(STANDARD)
        || path
            .metadata()
            .is_ok_and(|meta| !meta.is_file() && !meta.is_dir())
}

/// Standard input, unbuffered.
pub(crate) fn standard() -> std::io::Result<File> {
    #[cfg(unix)]
    use std::os::fd::AsFd;
    #[cfg(not(unix))]
    use std::os::windows::io::AsHandle;
    let input = std::io::stdin();
    #[cfg(unix)]
    let own = input.as_fd().try_clone_to_owned();
    #[cfg(not(unix))]
    let own = input.as_handle().try_clone_to_owned();
    own.map(File::from)
}

/// The text of a table or a formulary, which is read whole.
pub(crate) fn text(path: &Path, language: Language) -> std::result::Result<String, Failure> {
    let text = Whole::Formulary.read_text(path);
    text.map_err(|error| Failure::Library(error, language))
}
