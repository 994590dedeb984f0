//! Where a result goes, decided before any work starts.
//!
//! A file is replaced as a whole or not at all, with its rights and where possible its owner, and a
//! link to it stays a link; other names of the file (hard links) keep what it held. A device or a
//! pipe is written to. What is read in a run is no place for its results, whatever name it goes
//! by: files are told apart by device and inode, and what does not exist yet by its folder and
//! name. Whether a file system tells capitals apart is its own matter.
//!
//! On Windows this is not tested; there a hard link to a file is not seen to be that file, the owner
//! is not kept, and nothing listens to signals.

use super::interrupted::Temporary;
use super::{Failure, shown, stream};
use groenrecept::Language;
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Result as IoResult, Write};
use std::path::{Path, PathBuf};

/// Standard output as a target, and standard input as an export.
pub(crate) const STANDARD: &str = "-";

/// What makes a result.
pub(crate) type Writer<'a> = &'a dyn Fn(&mut dyn Write) -> IoResult<()>;

/// Where a result goes.
pub(crate) enum Target {
    Standard,
    /// A device or a pipe.
    Through(PathBuf),
    /// A file, as it was named and as it is found without links.
    File(PathBuf, PathBuf, Temporary),
}

/// What a run reads.
#[derive(Default)]
pub(crate) struct Inputs {
    files: Vec<Place>,
    /// Folders of data: nothing may be written in these.
    folders: Vec<PathBuf>,
}

impl Inputs {
    /// With files; `-` is standard input. What is not there cannot be overwritten.
    pub(crate) fn files<'a>(mut self, paths: impl IntoIterator<Item = &'a PathBuf>) -> Self {
        let place = |path: &PathBuf| match path.as_path() {
            path if path == Path::new(STANDARD) => Place::standard(crate::input::standard()),
            path => Place::of(path).ok(),
        };
        self.files.extend(paths.into_iter().filter_map(place));
        self
    }

    /// With folders and all that is read in them; the data of a folder lies one folder deep.
    pub(crate) fn folders<'a>(mut self, paths: impl IntoIterator<Item = &'a PathBuf>) -> Self {
        for path in paths {
            self.add_folder(path, 1);
        }
        self
    }

    fn add_folder(&mut self, folder: &Path, deeper: u8) {
        let Ok(real) = folder.canonicalize() else {
            return;
        };
        self.folders.push(real);
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            if !path.is_dir() {
                self.files.extend(Place::of(&path));
            } else if deeper > 0 {
                self.add_folder(&path, deeper.saturating_sub(1));
            }
        }
    }

    /// Why nothing may be written to a place.
    fn refuse(&self, place: &Place) -> Option<&'static str> {
        if self.files.iter().any(|one| one.is(place)) {
            Some(
                "dit bestand leest deze opdracht zelf; kies een ander bestand voor de uitkomst (this file is read in the same run).",
            )
        } else if self.folders.iter().any(|one| place.path.starts_with(one)) {
            Some(
                "dit ligt in een map die deze opdracht leest; kies een andere map voor de uitkomst (this lies in a folder that is read in the same run).",
            )
        } else {
            None
        }
    }
}

/// What a path leads to.
struct Place {
    path: PathBuf,
    /// Device and inode of what exists.
    id: Option<(u64, u64)>,
}

impl Place {
    fn of(path: &Path) -> IoResult<Self> {
        match path.metadata() {
            Ok(meta) => Ok(Self {
                // A pipe of this process has no path.
                path: path.canonicalize().unwrap_or_else(|_| path.to_owned()),
                id: id(&meta),
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self {
                path: without_links(path, 0)?,
                id: None,
            }),
            Err(error) => Err(error),
        }
    }

    /// Standard input or output, where it is an ordinary file.
    fn standard(file: IoResult<File>) -> Option<Self> {
        let meta = file.and_then(|file| file.metadata()).ok()?;
        meta.is_file().then(|| Self {
            path: PathBuf::new(),
            id: id(&meta),
        })
    }

    fn is(&self, other: &Self) -> bool {
        let named = !self.path.as_os_str().is_empty() && self.path == other.path;
        named || (self.id.is_some() && self.id == other.id)
    }
}

#[cfg(unix)]
fn id(meta: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn id(_: &Metadata) -> Option<(u64, u64)> {
    None
}

#[cfg(unix)]
fn standard_output() -> IoResult<File> {
    use std::os::fd::AsFd;
    std::io::stdout()
        .as_fd()
        .try_clone_to_owned()
        .map(File::from)
}

#[cfg(not(unix))]
fn standard_output() -> IoResult<File> {
    use std::os::windows::io::AsHandle;
    std::io::stdout()
        .as_handle()
        .try_clone_to_owned()
        .map(File::from)
}

/// Where a file will be that is not there: behind the links that lead to it.
fn without_links(path: &Path, links: u8) -> IoResult<PathBuf> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    match path.read_link() {
        Ok(_) if links == u8::MAX => Err(ErrorKind::NotFound.into()),
        Ok(to) => without_links(&folder.join(to), links.saturating_add(1)),
        Err(_) => match path.file_name() {
            Some(name) => Ok(folder.canonicalize()?.join(name)),
            None => Err(ErrorKind::NotFound.into()),
        },
    }
}

/// Refuses to print over what an argument names. Which of them a command reads is not asked: what
/// standard output leads to is a result, and nothing else that was named.
pub(crate) fn standard_is_a_result(language: Language) -> Result<(), Failure> {
    let named: Vec<PathBuf> = std::env::args_os()
        .skip(1)
        .flat_map(|argument| {
            let value = argument.to_string_lossy();
            let value = value.split_once('=').map(|(_, value)| PathBuf::from(value));
            [Some(PathBuf::from(argument)), value]
        })
        .flatten()
        .collect();
    let inputs = Inputs::default()
        .files(named.iter().filter(|path| path.is_file()))
        .folders(named.iter().filter(|path| path.is_dir()));
    targets([], &inputs, language).map(|[]| ())
}

/// Where the results go, each under the option that names it. Nothing is read or written yet but
/// that an empty temporary file stands where a file will be.
pub(crate) fn targets<const N: usize>(
    wanted: [(&str, Option<&Path>); N],
    inputs: &Inputs,
    language: Language,
) -> Result<[Option<Target>; N], Failure> {
    let standard = standard_output().and_then(|file| file.metadata()).ok();
    if let Some(place) = Place::standard(standard_output())
        && inputs.refuse(&place).is_some()
    {
        return Err(Failure::Said(
            "de standaarduitvoer is een bestand dat deze opdracht leest; kies een ander bestand voor de uitkomst (standard output is a file that is read)."
                .to_owned(),
        ));
    }
    let mut before: Vec<(&str, Place)> = Vec::new();
    let mut resolve = |option, path: &Path| {
        let (target, place) = resolve(path, standard.as_ref(), inputs, language)?;
        if let Some((first, _)) = before.iter().find(|(_, other)| other.is(&place)) {
            return Err(Failure::Said(format!(
                "{}: {first} en {option} noemen hetzelfde bestand; kies er twee (the same file twice).",
                shown(path)
            )));
        }
        before.push((option, place));
        Ok(target)
    };
    let mut targets = [const { None }; N];
    for (target, (option, path)) in targets.iter_mut().zip(wanted) {
        *target = path.map(|path| resolve(option, path)).transpose()?;
    }
    Ok(targets)
}

fn resolve(
    path: &Path,
    standard: Option<&Metadata>,
    inputs: &Inputs,
    language: Language,
) -> Result<(Target, Place), Failure> {
    let refused = |why: &str| Failure::Said(format!("{}: {why}", shown(path)));
    let failed = |error: std::io::Error| Failure::of_file(&error, path, language);
    let meta = match path.metadata() {
        _ if path == Path::new(STANDARD) => standard.cloned(),
        Ok(meta) => Some(meta),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    let is_standard = path == Path::new(STANDARD)
        || standard
            .zip(meta.as_ref())
            .is_some_and(|(one, other)| id(one).is_some() && id(one) == id(other));
    if is_standard {
        let (path, id) = (PathBuf::from(STANDARD), standard.and_then(id));
        return Ok((Target::Standard, Place { path, id }));
    }
    let named_as_folder = path.as_os_str().to_string_lossy().ends_with(['/', '\\']);
    if meta.as_ref().is_some_and(Metadata::is_dir) {
        return Err(refused(
            "dit is een map; noem een bestand voor de uitkomst (this is a folder).",
        ));
    }
    let place = match Place::of(path) {
        Ok(place) if !named_as_folder => place,
        _ => {
            return Err(refused(
                "de map waarin dit bestand moet komen, bestaat niet (its folder does not exist).",
            ));
        }
    };
    if let Some(why) = inputs.refuse(&place) {
        return Err(refused(why));
    }
    let old = meta.as_ref();
    if old.is_some_and(|meta| !meta.is_file()) {
        return Ok((Target::Through(path.to_owned()), place));
    }
    if old.is_some_and(|meta| meta.permissions().readonly()) {
        return Err(refused(
            "dit bestand is alleen om te lezen; kies een ander bestand voor de uitkomst (this file is read-only).",
        ));
    }
    let temporary = temporary(&place.path, old).map_err(failed)?;
    let target = Target::File(path.to_owned(), place.path.clone(), temporary);
    Ok((target, place))
}

/// An empty file beside the one that it will replace, with the rights of that one, or of any new
/// file.
fn temporary(path: &Path, old: Option<&Metadata>) -> IoResult<Temporary> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".groenrecept-");
    #[cfg(unix)]
    if old.is_none() {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    if old.is_some() {
        // Who may not write to the file may not replace it.
        File::options().write(true).open(path)?;
    }
    let mut temporary = Temporary::new(&builder, path.parent().unwrap_or(path))?;
    if let Some(old) = old {
        let mut rights = old.permissions();
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
            let file = temporary.file()?;
            let group = fchown(&*file, None, Some(old.gid()));
            let owner = fchown(&*file, Some(old.uid()), None);
            // Rights of a group are not given to another one, nor the owner's to run as him.
            let mask = if group.is_ok() { 0o777 } else { 0o707 };
            let special = if owner.is_ok() { 0o7000 } else { 0 };
            rights.set_mode(old.mode() & (mask | special));
        }
        temporary.file()?.set_permissions(rights)?;
    }
    Ok(temporary)
}

impl Target {
    fn write(self, write: Writer<'_>, language: Language) -> Result<(), Failure> {
        let (path, result) = match self {
            Self::Standard => return stream(write),
            Self::Through(path) => {
                let file = File::options().write(true).open(&path);
                let written = file.and_then(|file| buffered(file, write));
                (path, written)
            }
            Self::File(path, real, mut temporary) => {
                let written = temporary.file().and_then(|file| buffered(file, write));
                (path, written.and_then(|()| temporary.keep(&real)))
            }
        };
        match result {
            // A reader of a pipe that leaves has seen enough.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(Failure::of_file(&error, &path, language))
            }
            _ => Ok(()),
        }
    }
}

fn buffered(out: impl Write, write: Writer<'_>) -> IoResult<()> {
    let mut out = std::io::BufWriter::with_capacity(1 << 16, out);
    write(&mut out)?;
    out.flush()
}

/// Writes the results that have a target: files first and standard output last, whose reader may
/// have left. Tells whether standard output got one.
pub(crate) fn deliver<const N: usize>(
    results: [(Option<Target>, Writer<'_>); N],
    language: Language,
) -> Result<bool, Failure> {
    let mut last = None;
    for (target, write) in results {
        match target {
            None => {}
            Some(Target::Standard) => last = Some(write),
            Some(target) => target.write(write, language)?,
        }
    }
    let standard = last.is_some();
    last.map_or(Ok(()), stream)?;
    Ok(standard)
}
