//! What the program prints, as data files: each `tests/cli/*.trycmd` is a session with the program.

#[test]
fn sessions_print_what_they_printed() {
    trycmd::TestCases::new().case("tests/cli/*.trycmd");
}
