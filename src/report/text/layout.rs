//! Headings, running text and tables on a page of a given width.

use super::Page;
use crate::report::data::{WIDTH, hang_within};
use crate::report::wording::{Column, Heading};
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, presets};

impl Page {
    pub(super) fn heading(&mut self, heading: Heading) {
        let title = self.words.heading(heading);
        self.text.push('\n');
        self.text.push_str(title);
        self.text.push('\n');
        self.text.push_str(&"─".repeat(title.chars().count()));
        self.text.push('\n');
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        self.wrapped(text, "");
    }

    pub(super) fn item(&mut self, text: &str) {
        self.wrapped(text, "- ");
    }

    /// Words on lines that fit the page; later lines stand in line with the first.
    fn wrapped(&mut self, text: &str, lead: &str) {
        let most = usize::from(self.width).min(WIDTH);
        let indent = " ".repeat(lead.chars().count());
        hang_within(&mut self.text, most, [lead, &indent], text);
    }

    pub(super) fn table(&self, columns: &[Column]) -> Table {
        let titles: Vec<&str> = columns.iter().map(|c| self.words.column(*c)).collect();
        self.table_of(&titles)
    }

    pub(super) fn table_of(&self, titles: &[&str]) -> Table {
        let mut table = Table::new();
        table
            .load_style(presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()))
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(self.width)
            .set_header(titles.iter().copied());
        table
    }

    pub(super) fn push_table(&mut self, table: &mut Table, right: &[usize]) {
        for index in right {
            if let Some(column) = table.column_mut(*index) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        for line in table.to_string().lines() {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }
}
