//! A fact, contradiction or source as text.

use super::Page;
use crate::dataset::{
    ConflictKind, FormBoundary, FormUse, Funder, GwpSet, Indicator, Provenance, Route, Source,
    SourceKind, Subject, Validity,
};
use crate::report::explain::{
    ConflictTrail, Fact, FactorFact, FormFactTrail, SourceTrail, WaterFactTrail, WaterFactUse,
};
use crate::report::medicines::numbers;
use crate::report::wording::{product_label, terms};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

impl Page {
    pub(super) fn fact(&self, fact: &Fact, gwp: GwpSet, out: &mut String) -> std::fmt::Result {
        writeln!(out)?;
        match fact {
            Fact::Factor(fact) => self.one_factor(fact, gwp, out),
            Fact::Form(fact) => self.form_fact(fact, out),
            Fact::Water(fact) => self.one_water_fact(fact, out),
            Fact::Conflict(fact) => self.one_conflict(fact, out),
            Fact::Pair(pair) => {
                let (lead, below) = pair.lines(self.language());
                writeln!(out, "{lead}")?;
                for text in below {
                    writeln!(out, "  {text}")?;
                }
                Ok(())
            }
            Fact::Source(fact) => self.one_source(fact, out),
            Fact::Rule(fact) => self.one_rule(fact, out),
        }
    }

    fn list(
        &self,
        what: [&'static str; 2],
        items: &[String],
        out: &mut String,
    ) -> std::fmt::Result {
        self.line(what, &items.join(", "), out)
    }

    fn one_factor(&self, fact: &FactorFact, gwp: GwpSet, out: &mut String) -> std::fmt::Result {
        let factor = &fact.trail.factor;
        self.factor(&fact.trail, out)?;
        let about = self.subject(&factor.subject);
        self.line(["gaat over", "is about"], &about, out)?;
        self.line(["meet", "measures"], self.indicator(factor.indicator), out)?;
        let doses = factor.doses_per_unit.map(|doses| doses.to_string());
        let doses = doses.unwrap_or_default();
        self.line(["doses per eenheid", "doses per unit"], &doses, out)?;
        let gas = factor.propellant.as_deref().unwrap_or_default();
        self.line(["drijfgas", "propellant"], gas, out)?;
        self.validity(factor.validity, out)?;
        self.line(
            ["laag van de gegevens", "layer of the data"],
            &fact.layer,
            out,
        )?;
        self.terms(fact.source.as_ref(), out)?;
        if fact.used_by.is_empty() {
            let none = self.say(
                "Van geen enkel product berust de waarde er nu op.",
                "The value of no product rests on it now.",
            );
            writeln!(out, "  {none}")?;
        } else {
            writeln!(
                out,
                "  {} ({gwp}):",
                self.say(
                    "Producten waarvan de waarde er nu op berust",
                    "Products whose value rests on it now"
                )
            )?;
        }
        for product in &fact.used_by {
            writeln!(
                out,
                "    {} [{}] {}, {}",
                product_label(product, self.words),
                product.id,
                product.atc,
                product.market
            )?;
        }
        self.conflicts(&fact.conflicts, out)
    }

    fn subject(&self, subject: &Subject) -> String {
        match subject {
            Subject::Products(ids) => {
                let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
                ids.join(", ")
            }
            Subject::SubstanceDevice(atc, device) => {
                format!("{atc}, {}", self.words.device(*device))
            }
            Subject::DeviceName(name) => name.clone(),
            Subject::Device(device) => self.words.device(*device).to_owned(),
            Subject::Context(what) => format!(
                "{what} ({})",
                self.say("getoond, nooit toegepast", "shown, never applied")
            ),
        }
    }

    fn indicator(&self, indicator: Indicator) -> &'static str {
        match indicator {
            Indicator::Climate => self.say("klimaatimpact", "climate impact"),
            Indicator::ClimateSaving => self.say(
                "besparing van klimaatimpact; getoond, nooit toegepast",
                "saving of climate impact; shown, never applied",
            ),
            Indicator::PropellantMass => self.say("massa drijfgas", "mass of propellant"),
            Indicator::ContentsMass => self.say(
                "massa van de hele inhoud; getoond, nooit toegepast",
                "mass of all contents; shown, never applied",
            ),
        }
    }

    fn validity(&self, validity: Validity, out: &mut String) -> std::fmt::Result {
        let from = validity.from.map(|day| day.to_string());
        let to = validity.to.map(|day| day.to_string());
        self.line(
            ["geldig vanaf", "holds from"],
            &from.unwrap_or_default(),
            out,
        )?;
        self.line(
            ["geldig tot en met", "holds until"],
            &to.unwrap_or_default(),
            out,
        )
    }

    fn form_fact(&self, one: &FormFactTrail, out: &mut String) -> std::fmt::Result {
        let fact = &one.fact;
        writeln!(
            out,
            "    {}: {} {} / {}",
            fact.id,
            self.number(&numbers(fact.printed)),
            fact.measure.as_str(),
            terms::form_unit(fact.functional_unit, self.language())
        )?;
        let medicines = self.words.medicines();
        let form = match fact.form {
            Some(form) => medicines.form(form),
            None => self.say("elke vorm", "any form"),
        };
        self.line(["vorm", "form"], form, out)?;
        self.line(["gemeten aan", "measured on"], &fact.subject, out)?;
        let boundary = self.form_boundary(fact.boundary);
        self.line(["systeemgrens", "boundary"], boundary, out)?;
        let used = match (fact.used, one.used_by) {
            (FormUse::Order, Some(form)) => format!(
                "{} {}",
                self.say(
                    "gebruikt voor de orde van grootte van:",
                    "used for the order of magnitude of:"
                ),
                medicines.form(form)
            ),
            (FormUse::Order, None) => self.say("nu niet gebruikt", "not used now").to_owned(),
            (FormUse::Effect, _) => self
                .say(
                    "getoond als verschil tussen vormen, in geen getal gebruikt",
                    "shown as a difference between forms, used in no number",
                )
                .to_owned(),
            (FormUse::Context, _) => self
                .say("getoond, nooit gebruikt", "shown, never used")
                .to_owned(),
        };
        self.line(["gebruik", "use"], &used, out)?;
        let effect = fact.effect.map_or("", |effect| medicines.effect(effect));
        self.line(["verschil", "difference"], effect, out)?;
        self.provenance(&fact.provenance, one.source.as_ref(), out)?;
        self.terms(one.source.as_ref(), out)?;
        self.note("  ", &fact.note, out)
    }

    fn form_boundary(&self, boundary: FormBoundary) -> &'static str {
        match boundary {
            FormBoundary::AdministrationMaterials => self.say(
                "wat nodig is om het toe te dienen, zonder de werkzame stof",
                "what it takes to give it, without the active substance",
            ),
            FormBoundary::CradleToPackagedMedicine => self.say(
                "van grondstof tot verpakt geneesmiddel",
                "from raw material to packaged medicine",
            ),
            FormBoundary::CradleToPharmacyGate => self.say(
                "van grondstof tot de deur van de apotheek",
                "from raw material to the door of the pharmacy",
            ),
            FormBoundary::Manufacture => self.say(
                "het maken van stof en middel",
                "making substance and medicine",
            ),
            FormBoundary::SupplyChain => self.say(
                "toeleveringsketen, naar wat ervoor is betaald",
                "supply chain, by what is paid for it",
            ),
            FormBoundary::NotStated => self.say("niet vermeld", "not stated"),
        }
    }

    fn provenance(
        &self,
        from: &Provenance,
        source: Option<&Source>,
        out: &mut String,
    ) -> std::fmt::Result {
        writeln!(
            out,
            "  {} {} ({}); {}; {}",
            from.source.as_str(),
            source.map_or_else(String::new, Source::citation),
            self.words.funder(Funder::of(source)),
            from.locator,
            source.map_or("", |source| source.url.as_str())
        )?;
        let evidence = self.words.evidence(from.evidence);
        self.line(["bewijs", "evidence"], evidence, out)
    }

    fn one_water_fact(&self, one: &WaterFactUse, out: &mut String) -> std::fmt::Result {
        let fact = &one.fact;
        let source = one.source.as_ref();
        let trail = WaterFactTrail {
            fact: fact.clone(),
            citation: source.map_or_else(String::new, Source::citation),
            url: source.map_or_else(String::new, |source| source.url.clone()),
            funder: Funder::of(source),
            used: !one.loads.is_empty() || !one.volumes.is_empty(),
            conflict: one.conflict,
        };
        self.water_fact(&trail, out)?;
        let substance = self.words.water().words(&fact.substance, &one.dutch);
        let atcs: Vec<String> = fact.atcs.iter().map(ToString::to_string).collect();
        let about = format!("{substance} [{}]", atcs.join(", "));
        self.line(["gaat over", "is about"], &about, out)?;
        self.terms(source, out)?;
        if !trail.used {
            let unused = if fact.is_usable() {
                self.say(
                    "Het wordt getoond; er berust geen getal op.",
                    "It is shown; no number rests on it.",
                )
            } else {
                self.say(
                    "Het wordt niet gebruikt, want het is niet nagekeken.",
                    "It is not used, because it is not verified.",
                )
            };
            return writeln!(out, "  {unused}");
        }
        let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (_, route, treatment) in &one.loads {
            let treatment = self.words.water().treatment(*treatment);
            let routes = uses.entry(treatment).or_default();
            routes.insert(self.words.water().route(*route));
        }
        for (treatment, routes) in uses {
            let every = self.say("elke manier van gebruik", "every way of use");
            let routes = if routes.len() == Route::ALL.len() {
                every.to_owned()
            } else {
                routes.into_iter().collect::<Vec<_>>().join(", ")
            };
            writeln!(
                out,
                "  {} {treatment}: {routes}",
                self.say(
                    "gebruikt voor de hoeveelheid in oppervlaktewater",
                    "used for the load to surface water"
                ),
            )?;
        }
        let volumes: Vec<String> = one.volumes.iter().map(ToString::to_string).collect();
        self.list(
            [
                "gebruikt voor het water tot de grenswaarde van",
                "used for the water down to the limit of",
            ],
            &volumes,
            out,
        )
    }

    fn one_conflict(&self, one: &ConflictTrail, out: &mut String) -> std::fmt::Result {
        let conflict = &one.conflict;
        let kind = match conflict.kind {
            ConflictKind::Differ => self.say(
                "bronnen van gelijke soort geven andere waarden",
                "sources of like kind give different values",
            ),
            ConflictKind::Vintage => self.say(
                "een latere versie vervangt een eerdere",
                "a later version replaces an earlier one",
            ),
            ConflictKind::Boundary => self.say(
                "de waarden hebben een andere systeemgrens",
                "the values have different boundaries",
            ),
            ConflictKind::Printed => self.say(
                "getallen in één bron passen niet bij elkaar",
                "numbers in one source do not fit each other",
            ),
            ConflictKind::Outlier => self.say(
                "een waarde ligt ver van alle die erop lijken",
                "a value lies far from all that are like it",
            ),
            ConflictKind::Repeated => self.say(
                "een kopie buiten de gegevens wijkt af",
                "a copy outside the data differs",
            ),
        };
        self.line(["soort", "kind"], kind, out)?;
        let reading = if self.nl {
            &conflict.dutch
        } else {
            &conflict.english
        };
        self.line(["zo gelezen", "read as"], reading, out)?;
        if let Some((gas, set)) = &conflict.gwp {
            let text = match &one.gwp {
                Some(gwp) => format!(
                    "{gas}, {set}: {} kg CO2e/kg ({}, {})",
                    self.number(&gwp.value.to_string()),
                    gwp.provenance.source.as_str(),
                    gwp.provenance.locator
                ),
                None => format!("{gas}, {set}"),
            };
            self.line(["GWP100", "GWP100"], &text, out)?;
        }
        if !one.factors.is_empty() {
            let title = self.say("De waarden:", "The values:");
            writeln!(out, "  {title}")?;
        }
        one.factors
            .iter()
            .try_for_each(|factor| self.factor(factor, out))
    }

    fn one_source(&self, one: &SourceTrail, out: &mut String) -> std::fmt::Result {
        let source = &one.source;
        writeln!(out, "    {}: {}", source.id.as_str(), source.citation())?;
        self.line(["soort", "kind"], self.source_kind(source.kind), out)?;
        self.line(["adres", "address"], &source.url, out)?;
        self.terms(Some(source), out)?;
        let mut funder = self.words.funder(source.funder).to_owned();
        if !source.funder_note.is_empty() {
            let _ = write!(funder, "; {}", source.funder_note);
        }
        self.line(["financiering", "funding"], &funder, out)?;
        let day = |day: Option<crate::Day>| day.map_or_else(String::new, |day| day.to_string());
        let reviewed = day(source.reviewed);
        self.line(["nagekeken op", "reviewed on"], &reviewed, out)?;
        let next = day(source.next_review);
        self.line(["opnieuw nakijken op", "next review on"], &next, out)?;
        let lists = [
            (["factoren", "factors"], &one.factors),
            (["fasen van factoren", "stages of factors"], &one.stages),
            (["producten", "products"], &one.products),
            (["GWP", "GWP"], &one.gwps),
            (["feiten over vormen", "facts about forms"], &one.forms),
            (["feiten over water", "facts about water"], &one.water),
            (["etiketten van", "labels of"], &one.labels),
            (
                ["gelijkstaande doses", "equivalent doses"],
                &one.equivalences,
            ),
            (["bewaking van doses", "guards of doses"], &one.dose_guards),
            (
                [
                    "prijs, tekort of leverbaarheid van",
                    "price, shortage or availability of",
                ],
                &one.lists,
            ),
            (["hoeveelheid van", "volume of"], &one.volumes),
            (["nieuwste versie van", "newest version of"], &one.versions),
            (["regels", "rules"], &one.rules),
        ];
        let nothing = lists.iter().all(|(_, items)| items.is_empty());
        if nothing {
            let none = self.say(
                "Er berust niets op deze bron.",
                "Nothing rests on this source.",
            );
            writeln!(out, "  {none}")?;
        }
        for (what, items) in lists {
            self.list(what, items, out)?;
        }
        if one.reads_as_atc {
            let both = self.say(
                "Dezelfde tekens kunnen een ATC-groep zijn; dit is de bron.",
                "The same characters can be an ATC group; this is the source.",
            );
            writeln!(out, "  {both}")?;
        }
        Ok(())
    }

    fn source_kind(&self, kind: SourceKind) -> &'static str {
        match kind {
            SourceKind::LifeCycle => self.say(
                "certificaat of levenscyclusstudie",
                "certificate or life cycle study",
            ),
            SourceKind::Abstract => self.say(
                "samenvatting, voorpublicatie of pagina van de maker",
                "abstract, preprint or maker's page",
            ),
            SourceKind::ClassTable => {
                self.say("tabel van klassen of model", "table of classes or model")
            }
            SourceKind::Indicator => self.say(
                "indicator of lijst die waarden herhaalt",
                "indicator or list that repeats values",
            ),
            SourceKind::Page => {
                self.say("webpagina, nieuws of mening", "web page, news or opinion")
            }
            SourceKind::Reference => self.say(
                "naslag zonder eigen impactwaarden",
                "reference without impact values of its own",
            ),
        }
    }
}
