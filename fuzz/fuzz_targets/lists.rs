//! The target `lists` for `cargo fuzz`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| groenrecept_fuzz::run("lists", bytes));
