//! What can be different, with doses, saving and verdict; and what is not offered.

use super::Page;
use super::words;
use crate::advice::ComparedFor;
use crate::dataset::Reimbursed;
use crate::dataset::guideline::Direction;
use crate::language::Language;
use crate::report::Number;
use crate::report::advice::{
    AlternativeReport, CostReport, DoseReport, Ends, HeldBackReport, LabelText, MarketReport,
    NotShown, OfferReport, WithheldReport,
};
use crate::report::digits::{places_of, rounded};
use crate::report::wording;
use rust_decimal::Decimal;

impl Page<'_> {
    pub(super) fn offers(&mut self) {
        self.heading("Wat kan anders", "What can be different");
        let report = self.report;
        if report.offers.is_empty() {
            let none = if report.withheld.is_empty() && report.rules_used.is_narrowed() {
                self.say(
                    "Geen regel met de gevraagde status noemt voor dit voorschrift iets anders. Dat betekent niet dat er niets anders is.",
                    "No rule of the status that was asked for names anything else for this prescription. That does not mean that there is nothing else.",
                )
            } else if report.withheld.is_empty() {
                self.say(
                    "Geen regel in de gegevens noemt voor dit voorschrift iets anders. Dat betekent niet dat er niets anders is.",
                    "No rule in the data names anything else for this prescription. That does not mean that there is nothing else.",
                )
            } else {
                self.say(
                    "Niets wordt aangeboden; waarom niet staat onder 'Niet aangeboden, en waarom'.",
                    "Nothing is offered; why stands under 'Not offered, and why'.",
                )
            };
            self.line("  ", none);
        }
        let (lighter, switch): (Vec<&OfferReport>, Vec<&OfferReport>) =
            report.offers.iter().partition(|offer| is_lighter(offer));
        for offer in switch {
            self.offer(offer);
        }
        if !lighter.is_empty() {
            let lead = self.say(
                "Als het een aerosol blijft, een kleinere bus of een lichter gas:",
                "Where an aerosol stays, a smaller canister or a lighter gas:",
            );
            self.line("  ", lead);
        }
        for offer in lighter {
            self.offer(offer);
        }
        self.bases();
        for one in &report.not_shown {
            let text = match one {
                NotShown::CostNoPrices => self.say(
                    "Kosten staan hier niet: er zijn geen prijzen ingelezen (--data).",
                    "Costs are not shown: no prices were layered (--data).",
                ),
                NotShown::CostPriceMissing => self.say(
                    "Kosten staan alleen bij producten waarvan aan beide kanten een prijs geldt.",
                    "Costs stand only with products of which a price holds on both sides.",
                ),
                NotShown::CostOtherCurrency => self.say(
                    "De prijzen zijn in verschillende munten; die worden niet opgeteld en niet vergeleken.",
                    "The prices are in different currencies; these are neither added nor compared.",
                ),
                NotShown::WaterNoFacts => self.say(
                    "De belasting van het water door deze inhalatiemiddelen is niet bekend: de gegevens hebben geen feiten over hun stoffen.",
                    "The load to water of these inhaled medicines is not known: the data has no facts about their substances.",
                ),
            };
            self.line("  ", text);
        }
    }

    /// On what rules that are offered or held back rest, where that is less than it may seem.
    fn bases(&mut self) {
        let report = self.report;
        let offered = report.offers.iter().flat_map(|offer| &offer.rules);
        let withheld = report.withheld.iter().flat_map(|one| &one.rules);
        let mut bases: Vec<(&str, Vec<&str>)> = Vec::new();
        for rule in offered.chain(withheld) {
            let Some(basis) = &rule.basis else {
                continue;
            };
            let basis = basis.text(self.language);
            match bases.iter_mut().find(|(known, _)| *known == basis) {
                Some((_, rules)) => rules.push(rule.rule.as_str()),
                None => bases.push((basis, vec![rule.rule.as_str()])),
            }
        }
        let lead = self.say("Waarop dit berust bij", "What this rests on for");
        for (basis, rules) in bases {
            self.line("  ", &format!("{lead} {}: {basis}", rules.join(", ")));
        }
    }

    fn offer(&mut self, offer: &OfferReport) {
        let Some((first, rest)) = offer.rules.split_first() else {
            return;
        };
        if offer.for_patient {
            let lead = self.say(
                "Om de patiënt, en niet om het klimaat:",
                "For the patient, and not for the climate:",
            );
            self.line("  ", lead);
        }
        // What holds for all products stands once below them.
        let told = |one: &AlternativeReport| (one.verdict, one.caveats.clone());
        let mut all = offer.alternatives.iter().map(told);
        let shared = all.next();
        let alike = offer.alternatives.len() > 1 && all.all(|one| Some(one) == shared);
        for one in &offer.alternatives {
            self.alternative(one, !alike);
        }
        if let Some(one) = offer.alternatives.first().filter(|_| alike) {
            self.verdict(one, true);
        }
        self.choices(offer);
        if offer.alternatives.is_empty() && offer.choices.is_empty() {
            let none = self.say(
                "het product kiest de voorschrijver; er is niets vergeleken.",
                "the prescriber chooses the product; nothing was compared.",
            );
            let title = first.title.text(self.language);
            self.line("  * ", &format!("{title}: {none}"));
        }
        if let Some(not_checked) = &offer.not_checked {
            let text = words::capital(not_checked.text(self.language));
            self.line("    ", &format!("{text}."));
        }
        self.held_back(&offer.held_back, "    ");
        let common: Vec<String> = first
            .asks
            .iter()
            .filter(|ask| rest.iter().all(|rule| rule.asks.contains(ask)))
            .cloned()
            .collect();
        let count = offer.rules.len();
        let lead = match (rest, self.language) {
            ([], _) => self.say("Volgens deze regel", "By this rule").to_owned(),
            (_, Language::Dutch) => format!("Volgens deze {count} regels"),
            (_, Language::English) => format!("By these {count} rules"),
        };
        let text = if common.is_empty() {
            format!("{lead}:")
        } else {
            let asks = self.ask_first(&common);
            format!("{lead}. {asks}")
        };
        self.line("    ", &text);
        for rule in &offer.rules {
            self.rule(rule, "    - ", true, &common);
        }
    }

    /// Products of which nothing is compared, which the prescriber chooses: those that ask the
    /// same in one line.
    fn choices(&mut self, offer: &OfferReport) {
        let (same, other): (Vec<_>, Vec<_>) =
            offer.choices.iter().partition(|one| one.same_substance);
        let kinds = [
            (
                same,
                self.say(
                    "Hetzelfde middel, naar uw keuze; wat het voor het klimaat weegt is niet bekend",
                    "The same medicine, as your choice; what it weighs for the climate is not known",
                ),
            ),
            (
                other,
                self.say(
                    "Een ander middel uit dezelfde groep, naar uw keuze; welke dosis gelijk staat is niet bekend, en er is niets vergeleken",
                    "Another medicine of the same class, as your choice; which dose is equal is not known, and nothing was compared",
                ),
            ),
        ];
        for (choices, lead) in kinds {
            if choices.is_empty() {
                continue;
            }
            self.line("  * ", &format!("{lead}:"));
            let mut lines: Vec<(&[String], Vec<String>)> = Vec::new();
            for one in choices {
                let product = self.product(&one.product);
                match lines.iter_mut().find(|(asks, _)| *asks == one.asks) {
                    Some((_, products)) => products.push(product),
                    None => lines.push((&one.asks, vec![product])),
                }
            }
            for (asks, products) in lines {
                let mut text = format!("{}.", products.join("; "));
                if !asks.is_empty() {
                    text.push_str(&format!(" {}", self.ask_first(asks)));
                }
                self.line("    - ", &text);
            }
        }
    }

    fn alternative(&mut self, one: &AlternativeReport, with_verdict: bool) {
        let product = self.product(&one.product);
        self.line("  * ", &product);
        let dose = self.dose(&one.dose);
        self.line("    ", &dose);
        let [saving, before, after] =
            [one.saving, one.before, one.after].map(|ends| self.ends(ends));
        let words = wording::of(self.language);
        let unit = words.unit("dose", one.compared_doses == "1");
        let doses = format!("{} {unit}", self.decimal(&one.compared_doses));
        let portion = match one.compared_for {
            ComparedFor::Prescribed => "",
            ComparedFor::OnePack => self.say(" (één verpakking)", " (one pack)"),
            ComparedFor::TwelveDoses => self.say(" (als voorbeeld)", " (as an example)"),
        };
        let saving = if one.saving.low.value() == one.saving.high.value() {
            let single = self.say("één waarde per kant", "one value on each side");
            format!("{saving} ({single})")
        } else {
            saving
        };
        let heavier = one.saving.central.value() < Decimal::ZERO;
        let text = match (self.language, heavier) {
            (Language::Dutch, true) => {
                format!("Bij {doses}{portion} weegt het meer: van {before} naar {after} kg CO2e.")
            }
            (Language::English, true) => {
                format!("For {doses}{portion} it weighs more: from {before} to {after} kg CO2e.")
            }
            (Language::Dutch, false) => {
                format!(
                    "Besparing bij {doses}{portion}: {saving} kg CO2e, van {before} naar {after} kg."
                )
            }
            (Language::English, false) => {
                format!(
                    "Saving for {doses}{portion}: {saving} kg CO2e, from {before} to {after} kg."
                )
            }
        };
        self.line("    ", &text);
        if let Some(cost) = &one.cost {
            let text = self.cost(cost, &doses);
            self.line("    ", &text);
        }
        self.labels(&one.labels, "    ");
        if let Some(market) = &one.market {
            let text = self.market(market);
            self.line("    ", &text);
        }
        if with_verdict {
            self.verdict(one, false);
        }
        if !one.asks.is_empty() {
            let text = self.ask_first(&one.asks);
            self.line("    ", &text);
        }
    }

    /// What doses cost before and after, in whole cents, and by which price lists.
    fn cost(&self, cost: &CostReport, doses: &str) -> String {
        let amount = |value: Number| {
            let amount = self.digits.rounded_text(value.value().abs(), 2);
            format!("{} {amount}", cost.currency.sign())
        };
        let [before, after, saving] = [cost.before, cost.after, cost.saving].map(amount);
        let below_a_cent = rounded(cost.saving.value(), 2).is_zero();
        let change = match (cost.saving.value(), self.language) {
            (zero, _) if zero.is_zero() => self.say("evenveel", "the same").to_owned(),
            (_, _) if below_a_cent => self
                .say("het scheelt minder dan een cent", "less than a cent apart")
                .to_owned(),
            (more, Language::Dutch) if more < Decimal::ZERO => format!("kost {saving} meer"),
            (more, Language::English) if more < Decimal::ZERO => format!("costs {saving} more"),
            (_, Language::Dutch) => format!("kost {saving} minder"),
            (_, Language::English) => format!("costs {saving} less"),
        };
        let mut sources: Vec<String> = Vec::new();
        for price in &cost.prices {
            let evidence = wording::of(self.language).evidence(price.evidence);
            let source = format!("{}, {}, {evidence}", price.source, price.locator);
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        let sources = sources.join("; ");
        match self.language {
            Language::Dutch => format!(
                "Kosten voor {doses}: van {before} naar {after}, {change} (bron {sources})."
            ),
            Language::English => {
                format!("Cost of {doses}: from {before} to {after}, {change} (source {sources}).")
            }
        }
    }

    /// Whether a product was available and reimbursed, when, and by which list.
    fn market(&self, market: &MarketReport) -> String {
        let available = match market.available {
            Some(true) => self.say("leverbaar", "available"),
            Some(false) => self.say("niet leverbaar", "not available"),
            None => self.say("leverbaarheid niet nagegaan", "availability not checked"),
        };
        let reimbursed = match market.reimbursed {
            Some(Reimbursed::Yes) => self.say("vergoed", "reimbursed"),
            Some(Reimbursed::No) => self.say("niet vergoed", "not reimbursed"),
            Some(Reimbursed::Conditional) => {
                self.say("onder voorwaarden vergoed", "reimbursed on conditions")
            }
            None => self.say("vergoeding niet nagegaan", "reimbursement not checked"),
        };
        format!(
            "{} {}: {available}; {reimbursed} ({} {}, {}, {}).",
            self.say("Op", "On"),
            market.as_of,
            self.say("bron", "source"),
            market.source,
            market.locator,
            wording::of(self.language).evidence(market.evidence),
        )
    }

    /// Which doses stand for which, on what that rests, and where it is said.
    fn dose(&self, dose: &DoseReport) -> String {
        let counted = |count: u32| {
            let unit = wording::of(self.language).unit("dose", count == 1);
            format!("{count} {unit}")
        };
        let stands = if dose.to_doses == 1 {
            self.say("staat voor", "stands for")
        } else {
            self.say("staan voor", "stand for")
        };
        let mut text = format!(
            "{} {stands} {} {}: {}",
            counted(dose.to_doses),
            counted(dose.from_doses),
            self.say("van wat is voorgeschreven", "of what is prescribed"),
            words::basis(dose.basis, self.language),
        );
        if let Some(source) = &dose.source {
            let evidence = wording::of(self.language).evidence(source.evidence);
            text.push_str(&format!(
                " ({} {}, {}, {evidence})",
                self.say("bron", "source"),
                source.source,
                source.locator
            ));
        }
        text.push('.');
        if let Some([before, after]) = dose.at_a_time.filter(|[before, after]| before != after) {
            text.push_str(&match self.language {
                Language::Dutch => {
                    let per = if after == 1 {
                        "inhalatie"
                    } else {
                        "inhalaties"
                    };
                    format!(" In plaats van {before} per keer is dat {after} {per} per keer.")
                }
                Language::English => {
                    let per = if after == 1 {
                        "inhalation"
                    } else {
                        "inhalations"
                    };
                    format!(" Instead of {before} at a time that is {after} {per} at a time.")
                }
            });
        }
        text
    }

    /// What the comparison tells and what to know about it; of one product or of all above.
    fn verdict(&mut self, one: &AlternativeReport, of_all: bool) {
        let lead = match of_all {
            false => self.say("Oordeel", "Verdict"),
            true => self.say("Oordeel over elk van deze", "Verdict on each of these"),
        };
        let verdict = words::verdict(one.verdict, self.language);
        self.line("    ", &format!("{lead}: {verdict}."));
        for caveat in &one.caveats {
            let lead = self.say("Let op", "Note");
            let caveat = words::caveat(*caveat, self.language);
            self.line("    ", &format!("{lead}: {caveat}."));
        }
    }

    fn held_back(&mut self, held: &[HeldBackReport], indent: &str) {
        for one in held {
            let products: Vec<String> = one.products.iter().map(|one| self.product(one)).collect();
            let lead = self.say("Bekeken en niet aangeboden", "Looked at and not offered");
            let source = one.dose_guard.as_ref().map_or_else(String::new, |guard| {
                let evidence = wording::of(self.language).evidence(guard.evidence);
                let lead = self.say("bron", "source");
                format!(" ({lead} {}, {}, {evidence})", guard.source, guard.locator)
            });
            let text = format!(
                "{lead}: {}: {}{source}.",
                products.join("; "),
                one.reason.text(self.language)
            );
            self.line(indent, &text);
            self.labels(&one.labels, indent);
        }
    }

    /// What labels say, in the words of the page, each with its source.
    pub(super) fn labels(&mut self, labels: &[LabelText], indent: &str) {
        for one in labels {
            let mut says: Vec<String> = Vec::new();
            if let Some(age) = one.min_age {
                says.push(format!("{} {age}", self.say("vanaf leeftijd", "from age")));
            }
            for (name, allowed) in [
                (self.say("astma", "asthma"), one.asthma),
                ("COPD", one.copd),
            ] {
                says.extend(allowed.map(|allowed| match allowed {
                    true => format!("{} {name}", self.say("voor", "for")),
                    false => format!("{} {name}", self.say("niet voor", "not for")),
                }));
            }
            let evidence = wording::of(self.language).evidence(one.evidence);
            let lead = one.country_name.as_ref().map_or_else(
                || self.say("Etiket", "Label").to_owned(),
                |country| {
                    let lead = self.say("Etiket uit", "Label of");
                    format!("{lead} {}", country.text(self.language))
                },
            );
            let source = self.say("bron", "source");
            let text = format!(
                "{lead}: {} ({source} {}, {evidence}).",
                says.join("; "),
                one.source
            );
            self.line(indent, &text);
            if !one.note.is_empty() && !one.note.starts_with("CONFLICT") {
                let lead = self.say("aantekening (Engels)", "note");
                self.line(
                    indent,
                    &format!("{lead}: {}.", one.note.trim_end_matches('.')),
                );
            }
        }
    }

    pub(super) fn withheld(&mut self) {
        let report = self.report;
        if report.withheld.is_empty() {
            return;
        }
        self.heading("Niet aangeboden, en waarom", "Not offered, and why");
        for one in &report.withheld {
            self.withheld_block(one);
        }
    }

    /// Rules that are no switch and do not hold, so that none is silent.
    pub(super) fn excepted(&mut self) {
        let report = self.report;
        if report.excepted.is_empty() {
            return;
        }
        self.heading(
            "Geldt hier niet of is niet te toetsen, en waarom",
            "Does not hold here or cannot be tested, and why",
        );
        for one in &report.excepted {
            self.withheld_block(one);
        }
    }

    fn withheld_block(&mut self, one: &WithheldReport) {
        let reason = words::capital(one.reason.text(self.language));
        let text = match (&one.because, &one.keep) {
            (Some(because), _) => because.text(self.language).to_owned(),
            (None, Some(keep)) => format!("{reason} [{keep}]."),
            (None, None) => format!("{reason}."),
        };
        self.line("  * ", &text);
        self.held_back(&one.held_back, "    ");
        for rule in &one.rules {
            self.rule(rule, "    - ", false, &[]);
        }
    }

    /// A central value with its range, where that is one.
    pub(super) fn ends(&self, ends: Ends) -> String {
        let [low, central, high] = self.range(ends);
        if low == central && high == central {
            return central;
        }
        format!("{central} ({low} {} {high})", self.say("tot", "to"))
    }

    /// A minus sign stands before the digits, so that thousands are grouped without it.
    fn range(&self, ends: Ends) -> [String; 3] {
        let values = [ends.low, ends.central, ends.high].map(Number::value);
        let [low, central, high] = values;
        if !low.is_sign_negative() {
            return self.digits.range_of(low, central, high);
        }
        let places = places_of(low, central, high);
        values.map(|value| {
            let sign = if value < Decimal::ZERO { "−" } else { "" };
            format!("{sign}{}", self.digits.rounded_text(value.abs(), places))
        })
    }
}

/// Whether an offer keeps the aerosol.
fn is_lighter(offer: &OfferReport) -> bool {
    let mut rules = offer.rules.iter();
    rules.any(|rule| rule.direction == Direction::Lighter)
}
