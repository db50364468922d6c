//! kehu.toml: read or refused in words of both languages.
#![no_main]

use kehu::config::Config;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if Config::parse(text).is_ok() {
        assert!(Config::parse(text).is_ok());
    }
});
