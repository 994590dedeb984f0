//! The target `codes` for `cargo fuzz`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| groenrecept_fuzz::run("codes", bytes));
