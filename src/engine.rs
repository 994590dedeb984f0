//! One handle on everything that results are computed from.

use crate::advice::{Advice, AmountUse, Options};
use crate::context::Context;
use crate::dataset::{Dataset, GwpSet, Product};
use crate::error::Result;
use crate::impact::Estimate;
use crate::intake::gstandaard::Release;
use crate::kernel::Kernel;
use crate::matching::{CodesByName, Inhaler, Resolution, codes_by_name};
use crate::practice::{Analysis, TallyBuilder};
use crate::prescription::{Impact, NoImpact, Prescription};
use crate::quantity::Quantity;
use std::sync::Arc;

/// Answers for one dataset, one set of global warming potentials and, where a licensed user has
/// one, one release of the G-Standaard.
///
/// Make one when a program starts and keep it: it is a handle that is cheap to clone, owns what it
/// needs and can be used from any thread. What it needs of products, values and rules is put
/// together when it is first asked for.
///
/// ```
/// use groenrecept::{Dataset, Engine, Prescription, impact::Basis};
/// let engine = Engine::new(&Dataset::embedded()?);
/// let line = Prescription::new().label("ATROVENT AEROSOL 20UG/DO 200DO").quantity("1", "ST");
/// let impact = engine.impact(&line).unwrap();
/// assert_eq!(impact.estimate.basis, Basis::Product);
/// assert_eq!(impact.climate.central().round(2).to_string(), "17.12"); // kg CO2e
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Engine(Arc<Kernel>);

impl Engine {
    /// On a dataset, with AR6 and without a release of the G-Standaard.
    #[must_use]
    pub fn new(dataset: &Dataset) -> Self {
        Self::of(dataset, GwpSet::default(), None)
    }

    fn of(dataset: &Dataset, gwp: GwpSet, release: Option<Release>) -> Self {
        Self(Arc::new(Kernel::new(dataset, gwp, release)))
    }

    /// Another engine with this set of global warming potentials.
    ///
    /// ```
    /// use groenrecept::{Dataset, Engine, GwpSet, Prescription};
    /// let engine = Engine::new(&Dataset::embedded()?).gwp(GwpSet::Ar5);
    /// let line = Prescription::new().label("ATROVENT AEROSOL 20UG/DO 200DO").quantity("1", "ST");
    /// let impact = engine.impact(&line).unwrap();
    /// assert_eq!(impact.climate.central().round(2).to_string(), "14.59"); // kg CO2e
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn gwp(self, gwp: GwpSet) -> Self {
        Self::of(self.dataset(), gwp, self.release().cloned())
    }

    /// Another engine that resolves the numbers of a release of the G-Standaard: ZI, HPK, PRK and
    /// GPK. They go after the codes of own tables and before label and ATC code, for impact,
    /// advice and exports alike.
    ///
    /// ```
    /// use groenrecept::{Dataset, Engine, intake::gstandaard::Release};
    /// let engine = Engine::new(&Dataset::embedded()?);
    /// let release = Release::open(engine.dataset(), std::path::Path::new("no/such/folder"));
    /// assert!(release.is_err());
    /// let engine = engine.gstandaard(release.ok());
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn gstandaard(self, release: Option<Release>) -> Self {
        Self::of(self.dataset(), self.gwp_set(), release)
    }

    /// The data.
    #[must_use]
    pub fn dataset(&self) -> &Dataset {
        self.0.dataset()
    }

    /// The set of global warming potentials.
    #[must_use]
    pub fn gwp_set(&self) -> GwpSet {
        self.0.model().gwp_set()
    }

    /// The release of the G-Standaard, where it has one.
    #[must_use]
    pub fn release(&self) -> Option<&Release> {
        self.0.release()
    }

    /// Finds what a prescription means, whatever its amount.
    #[must_use]
    pub fn resolve(&self, prescription: &Prescription) -> Resolution {
        prescription.resolve(self.0.resolvers())
    }

    /// Finds the ATC codes that the name on a label can have, for a medicine that is not inhaled;
    /// `None` where the label names no substance.
    #[must_use]
    pub fn codes_by_name(&self, label: &str) -> Option<CodesByName> {
        codes_by_name(label, self.dataset())
    }

    /// Lists the products that an inhaled medicine can be, by id.
    ///
    /// # Errors
    /// [`DatasetMismatch`](crate::ErrorKind::DatasetMismatch) for a medicine of other data.
    pub fn products(&self, inhaler: &Inhaler) -> Result<Vec<&Product>> {
        inhaler.belongs_to(self.dataset())?;
        Ok(inhaler.products(self.dataset()).collect())
    }

    /// Names one product as a medicine, wherever and whenever it is sold; `None` where the data has
    /// no such product.
    #[must_use]
    pub fn product(&self, id: &str) -> Option<Inhaler> {
        self.0.resolver().product(id)
    }

    /// Tells the doses per pack of a medicine, where it is one and the same for all that it can be.
    ///
    /// # Errors
    /// [`DatasetMismatch`](crate::ErrorKind::DatasetMismatch) for a medicine of other data.
    pub fn pack(&self, inhaler: &Inhaler) -> Result<Option<u32>> {
        inhaler.belongs_to(self.dataset())?;
        Ok(inhaler.pack(self.dataset()))
    }

    /// Computes the climate impact of a prescription, or says why there is no value.
    ///
    /// For many prescriptions use [`Engine::analysis`]: it does the same once for each distinct
    /// product.
    ///
    /// # Errors
    /// [`NoImpact`]; none of its cases means zero.
    pub fn impact(&self, prescription: &Prescription) -> std::result::Result<Impact, NoImpact> {
        let found = self.resolve(prescription);
        prescription.impact(found, self.dataset(), self.0.model())
    }

    /// Computes the impact of one device and one dose of a medicine that was resolved.
    ///
    /// ```
    /// use groenrecept::{Dataset, Engine, Prescription};
    /// let engine = Engine::new(&Dataset::embedded()?);
    /// let found = engine.resolve(&Prescription::new().label("VENTOLIN AEROSOL 100UG/DO 200DO"));
    /// let estimate = engine.estimate(found.inhaler().unwrap())?;
    /// assert_eq!(estimate.per_device.unwrap().central().round(3).to_string(), "30.062"); // kg
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`DatasetMismatch`](crate::ErrorKind::DatasetMismatch) for a medicine of other data.
    pub fn estimate(&self, inhaler: &Inhaler) -> Result<Estimate> {
        inhaler.belongs_to(self.dataset())?;
        Ok(self.0.model().of(inhaler))
    }

    /// Says what guidelines support for a prescription: keep, use less, something else, and what
    /// holds that back. The advice informs; a clinician and a patient decide. What became of the
    /// amount stands in [`Advice::amount`]: where none is given, and where [`Engine::impact`]
    /// would refuse it, alternatives are compared for one pack and say so.
    ///
    /// ```
    /// use groenrecept::advice::Options;
    /// use groenrecept::context::{Age, Context, Fact};
    /// use groenrecept::{Dataset, Engine, Icpc, Prescription, comparison::Verdict};
    /// let engine = Engine::new(&Dataset::embedded()?);
    /// let prescription = Prescription::new()
    ///     .label("SERETIDE INHALATOR AEROSOL 25/250MCG/DO 120DO")
    ///     .quantity("1", "ST");
    /// let context = Context::new()
    ///     .age(Age::new(34).unwrap())
    ///     .icpc("R96".parse::<Icpc>().unwrap())
    ///     .fact(Fact::ACUTE_ATTACK, false)
    ///     .fact(Fact::CAN_USE_POWDER, true);
    /// let advice = engine.advise(&prescription, &context, &Options::for_patient());
    /// assert!(advice.keep.is_empty());
    /// let best = &advice.offers[0].alternatives[0];
    /// assert_eq!(best.product.as_str(), "seretide-diskus-50-500");
    /// assert_eq!((best.dose.from_doses, best.dose.to_doses), (2, 1));
    /// assert_eq!(best.comparison.verdict, Verdict::Lower);
    /// // 120 puffs, 20.685 kg, against 60 inhalations, 0.898 kg
    /// assert_eq!(best.saving().unwrap().round(3).to_string(), "19.787");
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn advise(
        &self,
        prescription: &Prescription,
        context: &Context,
        options: &Options,
    ) -> Advice {
        let resolution = self.resolve(prescription);
        self.0
            .advisor(*options)
            .on(prescription, &resolution, context)
    }

    /// As [`Engine::advise`], on an inhaled medicine that was resolved already. Without a
    /// quantity alternatives are compared for one pack.
    ///
    /// # Errors
    /// [`DatasetMismatch`](crate::ErrorKind::DatasetMismatch) for a medicine of other data.
    pub fn advise_on(
        &self,
        inhaler: &Inhaler,
        quantity: Option<Quantity>,
        context: &Context,
        options: &Options,
    ) -> Result<Advice> {
        inhaler.belongs_to(self.dataset())?;
        let advisor = self.0.advisor(*options);
        Ok(advisor.on_inhaler(inhaler, AmountUse::checked(quantity), context))
    }

    /// Begins the analysis of a whole export.
    #[must_use]
    pub fn analysis<'p>(&self) -> Analysis<'p> {
        Analysis::new(Arc::clone(&self.0))
    }

    /// Begins to add up rows from memory, with the account, the copies and the sums of a file.
    ///
    /// ```
    /// use groenrecept::{Dataset, Engine, Prescription, practice::Row};
    /// let engine = Engine::new(&Dataset::embedded()?);
    /// let mut rows = engine.tally();
    /// let line = Prescription::new().label("VENTOLIN AEROSOL 100UG/DO 200DO");
    /// rows.add(&Row::new(&line.clone().quantity("2", "ST")))?;
    /// rows.add(&Row::new(&line.quantity("two", "ST")))?; // set aside, as in a file
    /// let outcome = engine.analysis().outcome(rows.finish()?)?;
    /// assert_eq!((outcome.rows.read, outcome.rows.analysed), (2.into(), 1.into()));
    /// assert_eq!(outcome.totals.climate.central().round(3).to_string(), "60.124"); // 2 x 30.062
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn tally<'p>(&self) -> TallyBuilder<'p> {
        self.analysis().rows()
    }

    pub(crate) fn kernel(&self) -> &Kernel {
        &self.0
    }

    /// Whether both are handles to the same engine in memory.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
