//! Sentences that stand beside each other in both languages.

use crate::diagnostic::Message;
use crate::language::Language;

/// One of two languages.
#[derive(Clone, Copy)]
pub(super) struct Say(pub(super) Language);

impl Say {
    pub(super) const fn of(self, dutch: &'static str, english: &'static str) -> &'static str {
        match self.0 {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }

    pub(super) fn with(
        self,
        dutch: &'static str,
        english: &'static str,
        values: &[(&str, &str)],
    ) -> String {
        let mut text = self.of(dutch, english).to_owned();
        for (name, value) in values {
            text = text.replace(name, value);
        }
        text
    }

    pub(super) fn message(self, message: &Message) -> &str {
        message.text(self.0)
    }
}
