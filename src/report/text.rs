//! The report as a page of text for a terminal or a file.

mod account;
mod alternatives;
mod codes;
mod hidden;
mod layout;
mod medicines;
mod say;
mod unusual;
mod water;

use super::digits::{Digits, rounded};
use super::quality::shares;
use super::wording::{Column, Heading, Wording};
use super::{LayoutReport, ProductReport, Report};
use crate::dataset::Device;
use crate::error::Role;
use crate::exact::Fraction;
use crate::impact::Basis;
use crate::outward;
use crate::practice::{Mix, ProductClimate, Reason, Share, Sum};
use crate::quantity::Range;
use crate::report::{alone, wording};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// How many products are shown.
const TOP: usize = 10;
/// The narrowest page that still holds the tables.
const MIN_WIDTH: u16 = 60;
/// The length of the longest bar of the months.
const BAR: u32 = 30;

impl Report {
    /// The page in the language of the report, of this width in characters.
    #[must_use]
    pub fn text(&self, width: u16) -> String {
        let words = wording::of(self.options.language);
        let mut page = Page {
            words,
            digits: Digits(words),
            width: width.max(MIN_WIDTH),
            files: self.files.iter().map(|one| one.file.clone()).collect(),
            text: String::new(),
        };
        page.head(self);
        page.read(self);
        page.total(self);
        page.products(self);
        page.unusual(&self.unusual);
        page.mix(self);
        page.months(self);
        page.alternatives(self);
        page.other_medicines(self);
        page.water(self);
        page.set_aside(self);
        page.codes(self);
        page.how_read(self);
        page.method(self);
        outward::page(page.text)
    }
}

struct Page {
    words: &'static dyn Wording,
    digits: Digits,
    width: u16,
    /// The names of several exports.
    files: Vec<String>,
    text: String,
}

impl Report {
    fn layouts(&self) -> impl Iterator<Item = &LayoutReport> {
        let files = self.files.iter().map(|one| &one.layout);
        self.layout.iter().chain(files)
    }
}

impl Page {
    fn head(&mut self, report: &Report) {
        let title = format!(
            "{} · groenrecept {}",
            self.words.title(),
            report.groenrecept
        );
        self.text.push_str(&title);
        self.text.push('\n');
        self.text.push_str(&"═".repeat(title.chars().count()));
        self.text.push('\n');
        for one in &report.mostly_aside {
            let [rows, of] = [one.rows, one.of].map(|count| self.digits.count(count));
            let words = self.words.account();
            self.paragraph(&words.mostly_aside(&rows, &of, one.text, one.remedy));
        }
        self.paragraph(report.intended_use);
        if let Some(alone) = alone::sentence(&report.dataset, report.options.language) {
            self.paragraph(&alone);
        }
        self.hiding(report);
    }

    fn read(&mut self, report: &Report) {
        self.heading(Heading::Read);
        match (report.files.len(), report.file.as_deref()) {
            (0, None | Some("")) => {}
            (0, Some(name)) => self.paragraph(&self.words.file(name)),
            (files, _) => self.paragraph(&self.words.account().files(files)),
        }
        let rows = &report.rows;
        let merges = rows.merge_possible || report.files.iter().any(|one| one.merge_possible);
        self.paragraph(&self.words.rows(
            &self.digits.count(rows.read),
            &self.digits.count(rows.analysed),
            merges.then(|| self.digits.count(rows.merged)).as_deref(),
            &self.digits.count(rows.set_aside_in_all),
        ));
        if !merges {
            self.paragraph(self.words.no_merging());
        }
        self.without_patient(report);
        if rows.set_aside.contains_key(&Reason::FileCut) {
            self.paragraph(&format!("! {}.", self.words.reason(Reason::FileCut)));
        }
        self.life(report);
        if let Some(chosen) = report.options.period {
            let outside = rows.set_aside.get(&Reason::OutsidePeriod);
            let outside = self.digits.count(outside.copied().unwrap_or_default());
            self.paragraph(&self.words.account().chosen(chosen, &outside));
        }
        let undated = |layout: &LayoutReport| !layout.columns.contains_key(Role::Date.as_str());
        match (&report.period, report.layouts().next()) {
            (Some(period), _) => {
                self.paragraph(&self.words.period(&period.from, &period.to));
            }
            (None, Some(layout)) if undated(layout) => self.paragraph(self.words.no_period()),
            (None, Some(layout)) if report.files.is_empty() && layout.date_order.is_none() => {
                self.paragraph(self.words.no_dates());
            }
            (None, _) => {}
        }
        if let Some(practices) = report.practices {
            let count = u64::try_from(practices).unwrap_or(0);
            self.paragraph(&self.words.practices(&self.digits.count(count)));
        }
        if let Some(layout) = &report.layout {
            self.layout(layout);
        }
        for one in &report.files {
            let merges = rows.merge_possible || one.merge_possible;
            let read = self.digits.count(one.read);
            self.item(&self.words.account().file_rows(&one.file, &read, merges));
            if !undated(&one.layout) && one.layout.date_order.is_none() {
                self.paragraph(self.words.no_dates());
            }
            self.layout(&one.layout);
        }
    }

    fn layout(&mut self, layout: &LayoutReport) {
        let separator = match layout.separator {
            '\t' => "tab".to_owned(),
            other => format!("'{other}'"),
        };
        let decimals = match layout.decimal_mark {
            "none" => self.words.whole_numbers().to_owned(),
            mark => format!("'{mark}'"),
        };
        let dates = layout.date_order.unwrap_or(self.words.absent());
        self.paragraph(
            &self
                .words
                .layout(&separator, layout.encoding, dates, &decimals),
        );
        let roles = layout
            .columns
            .iter()
            .map(|(role, name)| self.words.column_used(self.words.role(role), name));
        let codes = layout
            .codes
            .iter()
            .map(|(system, name)| self.words.column_used(&system.to_uppercase(), name));
        let used: Vec<String> = roles.chain(codes).collect();
        self.paragraph(&self.words.columns_used(&used.join(", ")));
        if !layout.ignored.is_empty() {
            let list = layout.ignored.join(", ");
            self.paragraph(&self.words.columns_ignored(layout.ignored.len(), &list));
        }
        for sentence in self.words.columns().sentences(layout, self.words) {
            self.paragraph(&sentence);
        }
    }

    fn total(&mut self, report: &Report) {
        self.heading(Heading::Total);
        let coverage = &report.coverage.climate;
        let climate = &report.totals.climate.sums;
        if self.too_few(report) {
        } else if coverage.inhalers.rows_with_value == 0 {
            self.paragraph(self.words.no_inhalers());
        } else {
            let [low, central, high] = self.digits.range_in(climate.climate);
            self.paragraph(&self.words.total(&central, &low, &high));
            self.look_first(&report.unusual);
            let shares = shares(&climate.quality, self.digits);
            let set = report.options.gwp_set;
            if report.rest.is_empty() {
                self.paragraph(&self.words.stated_in(set, shares.as_ref()));
            } else {
                self.paragraph(&self.words.stated_in(set, None));
                self.quality_of_named(report, shares.as_ref());
            }
        }
        self.returns_open(report);
        self.coverage(report);
        self.paragraph(&self.words.outside(
            &self.digits.count(coverage.none.other_medicine),
            &self.digits.count(coverage.none.unrecognised),
        ));
        let lines = &coverage.none.unrecognised_lines;
        if !lines.is_empty() {
            let lines = self.places(lines);
            self.paragraph(&self.words.unrecognised_lines(&lines));
        }
        self.limits(report);
    }

    fn coverage(&mut self, report: &Report) {
        let coverage = &report.coverage.climate;
        let inhalers = &coverage.inhalers;
        let (with, of) = (inhalers.rows_with_value, inhalers.rows_in_all);
        if of == 0 || report.hidden.is_some_and(|hidden| hidden.inhalers_too_few) {
            return;
        }
        self.paragraph(&self.words.coverage(
            &self.digits.count(with),
            &self.digits.count(of),
            &self.digits.percent(with.into(), of.into()),
        ));
        if !inhalers.rows_set_aside.is_zero() {
            let rows = self.digits.count(inhalers.rows_set_aside);
            self.paragraph(&self.words.inhalers_aside(&rows));
        }
        // Of medicines that stand only together no volume is told.
        if report.rest.is_empty() && inhalers.rows > inhalers.rows_with_value {
            let number = |value: Fraction| self.digits.number(value.round(6));
            let devices = number(inhalers.devices_without_value);
            let doses = number(inhalers.loose_doses_without_value);
            self.paragraph(&self.words.uncovered_volume(&devices, &doses));
        }
        let bases = [
            Basis::Product,
            Basis::Equivalent,
            Basis::DeviceClass,
            Basis::FormClass,
        ];
        let mut list: Vec<String> = bases
            .into_iter()
            .filter(|basis| !coverage.rows.get(*basis).is_zero())
            .map(|basis| {
                let rows = self.digits.count(coverage.rows.get(basis));
                format!("{} {rows}", self.words.basis(basis))
            })
            .collect();
        if coverage.rows.rest > 0 {
            let rows = self.digits.count(coverage.rows.rest);
            list.push(format!("{} {rows}", self.words.several_kinds()));
        }
        if !list.is_empty() {
            self.paragraph(&self.words.by_basis(&list.join(", ")));
        }
    }

    fn limits(&mut self, report: &Report) {
        let climate = &report.totals.climate.sums;
        let total = climate.quality.all().unwrap_or_default().round(6);
        let mut flags: Vec<_> = climate
            .flagged
            .iter()
            .map(|(flag, part)| (part.round(6), *flag))
            .filter(|(part, _)| !part.is_zero())
            .collect();
        flags.sort_by_key(|(part, flag)| (std::cmp::Reverse(*part), *flag));
        match (flags.is_empty(), report.rest.is_empty()) {
            (true, _) => {}
            (false, true) => self.paragraph(self.words.limits()),
            (false, false) => self.limits_of_named(report),
        }
        for (part, flag) in flags {
            let share = self.digits.percent(part, total);
            self.item(&format!("{share}: {}", self.words.flag(flag)));
        }
    }

    fn products(&mut self, report: &Report) {
        if report.products.is_empty() && report.rest.is_empty() {
            return;
        }
        self.heading(Heading::Products);
        let mut table = self.table(&[
            Column::Medicine,
            Column::Propellant,
            Column::Prescriptions,
            Column::Amount,
            Column::PerPiece,
            Column::Kilograms,
            Column::Range,
            Column::Basis,
        ]);
        let shown = report.products.iter().take(TOP);
        for product in shown.clone() {
            table.add_row(self.product(product));
        }
        if let Some(next) = report.products.get(TOP) {
            let rest = report.products.len().saturating_sub(TOP);
            table.add_row(self.sum_row(&self.words.other_products(rest), next.sum.onwards));
        }
        for row in self.rest_rows(report) {
            table.add_row(row);
        }
        let all = Sum {
            rows: report.coverage.climate.inhalers.rows,
            climate: report.totals.climate.sums.climate,
        };
        table.add_row(self.sum_row(self.words.sum(), all));
        self.push_table(&mut table, &[2, 3, 4, 5, 6]);
        if report.products.len() > TOP {
            self.paragraph(&self.words.products_shown(TOP, report.products.len()));
        }
        if shown
            .into_iter()
            .any(|product| !product.sum.candidates.is_empty())
        {
            self.paragraph(self.words.bracket_note());
        }
    }

    /// What several products add up to.
    fn sum_row(&self, name: &str, sum: Sum) -> Vec<String> {
        let [low, central, high] = self.digits.range_in(sum.climate);
        vec![
            name.to_owned(),
            String::new(),
            self.digits.count(sum.rows),
            String::new(),
            String::new(),
            central,
            format!("{low} – {high}"),
            String::new(),
        ]
    }

    fn product(&self, product: &ProductReport) -> Vec<String> {
        let amount = format!(
            "{} {}",
            self.digits.number(product.sum.quantity.amount.round(6)),
            self.words.unit(
                product.sum.quantity.unit.as_str(),
                product.sum.quantity.amount.round(6) == Decimal::ONE
            )
        );
        let amount = match product.sum.other_doses {
            Some(doses) => format!(
                "{amount} + {} {}",
                self.digits.number(doses.round(6)),
                self.words.unit("dose", doses.round(6) == Decimal::ONE)
            ),
            None => amount,
        };
        let piece = |climate: &ProductClimate| {
            let counted = product.sum.other_doses.is_none();
            let amount = product.sum.quantity.amount.round(6);
            let central = climate.range.central().round(6);
            let piece = central.checked_div(amount).filter(|_| counted)?;
            let [_, piece, _] = self.digits.range_of(piece, piece, piece);
            Some(piece)
        };
        let per_piece = product
            .sum
            .climate
            .as_ref()
            .and_then(piece)
            .unwrap_or_default();
        let (kilograms, range, basis) = match &product.sum.climate {
            Some(climate) => {
                let [low, central, high] = self.digits.range_in(climate.range);
                let range = if climate.range.low().round(6) == climate.range.high().round(6) {
                    self.words.one_value().to_owned()
                } else {
                    format!("{low} – {high}")
                };
                (central, range, climate.basis)
            }
            None => ("–".to_owned(), "–".to_owned(), Basis::None),
        };
        vec![
            product.label.clone(),
            self.words.propellant(&product.sum.propellant),
            self.digits.count(product.sum.rows),
            amount,
            per_piece,
            kilograms,
            range,
            self.words.basis(basis).to_owned(),
        ]
    }

    fn mix(&mut self, report: &Report) {
        let mix = &report.mix;
        if mix.device.is_empty() {
            return;
        }
        self.heading(Heading::Mix);
        let words = self.words;
        self.shares(mix, &mix.device, Column::DeviceType, |name| {
            match Device::from_word(name) {
                Some(device) => words.device(device),
                None if name == Mix::SEVERAL => words.several_kinds(),
                None => words.device_unknown(),
            }
            .to_owned()
        });
        self.text.push('\n');
        self.shares(
            mix,
            &mix.propellant,
            Column::Propellant,
            |name| match name {
                Mix::SEVERAL => words.several_kinds().to_owned(),
                gas => words.propellant(gas),
            },
        );
        self.paragraph(self.words.mix_note());
        let without = mix.all.rows_without_doses;
        if without > 0 {
            let rows = self.digits.count(without);
            if report.rest.is_empty() {
                self.paragraph(&self.words.mix_without_doses(&rows));
            } else {
                self.without_doses(report, &rows);
            }
        }
    }

    fn shares<K: AsRef<str> + Ord>(
        &mut self,
        mix: &Mix,
        shares: &BTreeMap<K, Share>,
        first: Column,
        name: impl Fn(&str) -> String,
    ) {
        let (rows, doses) = (mix.all.rows, mix.all.doses.round(6));
        let mut table = self.table(&[
            first,
            Column::Prescriptions,
            Column::SharePrescriptions,
            Column::Doses,
            Column::ShareDoses,
            Column::Kilograms,
        ]);
        let mut sorted: Vec<_> = shares.iter().collect();
        sorted.sort_by_key(|(name, share)| (std::cmp::Reverse(share.rows), *name));
        for (key, share) in sorted {
            let central = Range::point(share.climate_central);
            let [_, kilograms, _] = self.digits.range_in(central);
            table.add_row(vec![
                name(key.as_ref()),
                self.digits.count(share.rows),
                self.digits.percent(share.rows.into(), rows.into()),
                self.digits.number(share.doses.round(6)),
                self.digits.percent(share.doses.round(6), doses),
                kilograms,
            ]);
        }
        self.push_table(&mut table, &[1, 2, 3, 4, 5]);
    }

    fn months(&mut self, report: &Report) {
        if report.months.is_empty() {
            return;
        }
        self.heading(Heading::Months);
        let most = report
            .months
            .iter()
            .map(|month| month.sum.climate.central().round(6))
            .max();
        let mut table = self.table(&[
            Column::Month,
            Column::Prescriptions,
            Column::Kilograms,
            Column::Range,
        ]);
        table.set_header(
            [
                Column::Month,
                Column::Prescriptions,
                Column::Kilograms,
                Column::Range,
            ]
            .map(|column| self.words.column(column).to_owned())
            .into_iter()
            .chain([String::new()]),
        );
        for month in &report.months {
            let climate = month.sum.climate;
            let [low, central, high] = self.digits.range_in(climate);
            table.add_row(vec![
                month.month.clone(),
                self.digits.count(month.sum.rows),
                central,
                format!("{low} – {high}"),
                bar(climate.central().round(6), most.unwrap_or_default()),
            ]);
        }
        self.push_table(&mut table, &[1, 2, 3]);
    }

    fn method(&mut self, report: &Report) {
        self.heading(Heading::Method);
        self.paragraph(&self.words.method(report.options.gwp_set));
        let data = &report.dataset;
        let layers = data.layers.join(", ");
        let name = alone::version_of(data, report.options.language);
        self.paragraph(&self.words.data_version(&name, &data.sha256, &layers));
        if !report.factors.is_empty() {
            self.sources(report);
        }
        self.paragraph(self.words.trail());
    }

    /// Each source once, with the factors that were used of it.
    fn sources(&mut self, report: &Report) {
        self.heading(Heading::Sources);
        let mut sources: BTreeMap<&str, (String, Vec<&str>)> = BTreeMap::new();
        for factor in &report.factors {
            let funder = self.words.funder(factor.funder);
            let source = sources
                .entry(&factor.source)
                .or_insert_with(|| (format!("{} ({funder})", factor.citation), Vec::new()));
            source.1.push(&factor.factor);
        }
        for (source, (citation, factors)) in sources {
            let factors = self.words.factors_of_source(&factors.join(", "));
            self.item(&format!("{source}: {citation}. {factors}"));
        }
    }
}

fn bar(value: Decimal, most: Decimal) -> String {
    let length = value
        .checked_mul(Decimal::from(BAR))
        .and_then(|scaled| scaled.checked_div(most))
        .map(|length| rounded(length, 0))
        .and_then(|length| usize::try_from(length).ok())
        .unwrap_or(0);
    "█".repeat(length)
}
