//! Where a row stands.

/// Where a row stands: its line, and of several exports which one.
///
/// In JSON a number, or `{"file": 2, "line": 14}` where there are several exports.
///
/// ```
/// use groenrecept::practice::Place;
/// let place = Place { file: None, line: 14 };
/// assert_eq!(serde_json::to_value(place).unwrap(), 14);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The number of the export in [`Outcome::files`](super::Outcome::files), from 1; `None` where
    /// there is only one, or none.
    pub file: Option<u32>,
    /// The line, from 1; of rows from memory the number of the row.
    pub line: u64,
}

impl serde::Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let Some(file) = self.file else {
            return serializer.serialize_u64(self.line);
        };
        let mut place = serializer.serialize_struct("Place", 2)?;
        place.serialize_field("file", &file)?;
        place.serialize_field("line", &self.line)?;
        place.end()
    }
}
