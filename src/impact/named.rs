//! What stands in for a medicine that no product in the data is, in a device that its label
//! names.

use super::bracket::{at_pack, class_bracket, class_member, complete};
use super::{Basis, Estimate, Within};
use crate::dataset::{Device, Factor, Subject};
use crate::matching::Inhaler;

impl Within {
    /// The bracket over the factors about the device by its name; `None` where there are none,
    /// or a higher layer states the type of device. A layer may state the substance in that type
    /// of device instead.
    pub(super) fn of_device_name(&self, inhaler: &Inhaler) -> Option<Estimate> {
        let device = *inhaler.devices.first()?;
        if inhaler.device_names.is_empty() {
            return None;
        }
        let class = |device: &Device| inhaler.devices.contains(device);
        let about = |factor: &Factor| match &factor.subject {
            Subject::DeviceName(name) => inhaler.device_names.contains(name),
            Subject::SubstanceDevice(atc, device) => {
                factor.layer > 0 && inhaler.atc.as_ref() == Some(atc) && class(device)
            }
            Subject::Products(_) | Subject::Device(_) | Subject::Context(_) => false,
        };
        let top = self
            .factors()
            .filter(|factor| about(factor) && self.apply(factor, None).is_some())
            .map(|factor| factor.layer)
            .max()?;
        let of_class =
            |factor: &Factor| matches!(&factor.subject, Subject::Device(device) if class(device));
        if self.factors().any(|one| one.layer > top && of_class(one)) {
            return None;
        }
        let factors = self
            .factors()
            .filter(|factor| factor.layer == top && about(factor));
        let members = factors.filter_map(|factor| self.apply(factor, None));
        let members = members.map(|applied| class_member(applied, device));
        let mut estimate = class_bracket(members.collect());
        if let Some(pack) = inhaler.pack {
            at_pack(device, pack, &mut estimate);
        }
        complete(&mut estimate, inhaler.pack);
        estimate.basis = estimate.basis.max(Basis::DeviceClass);
        Some(estimate)
    }
}
