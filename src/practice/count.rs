//! Counts that may be hidden.

/// A number of prescriptions, rows or patients; hidden where it is too small to leave the practice,
/// or would let a smaller one be computed.
///
/// ```
/// use groenrecept::practice::Count;
/// assert_eq!(Count::from(12), 12);
/// assert_ne!(Count::Hidden, 0);
/// assert_eq!(Count::Hidden.shown(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Count {
    /// As it is.
    Shown(u64),
    /// Not to be told; `null` in JSON. It is above zero, but for numbers of patients, of which zero is
    /// not told either.
    Hidden,
}

impl Count {
    /// The number, where it is shown.
    #[must_use]
    pub const fn shown(self) -> Option<u64> {
        match self {
            Self::Shown(count) => Some(count),
            Self::Hidden => None,
        }
    }

    /// Whether it is a zero that is shown.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        matches!(self, Self::Shown(0))
    }
}

impl Default for Count {
    fn default() -> Self {
        Self::Shown(0)
    }
}

impl From<u64> for Count {
    fn from(count: u64) -> Self {
        Self::Shown(count)
    }
}

impl PartialEq<u64> for Count {
    fn eq(&self, other: &u64) -> bool {
        self.shown() == Some(*other)
    }
}

impl serde::Serialize for Count {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.shown().serialize(serializer)
    }
}
