//! Runs the tests of the demo generator, which lives in the example binary.

#[path = "../examples/groenrecept/demo.rs"]
#[allow(
    dead_code,
    reason = "the generator is used by the example; its tests run here"
)]
mod demo;
