#!/usr/bin/env bash
# Makes completions and man pages anew: completions/make.sh [PROGRAM]
set -euo pipefail
program=${1:-target/debug/kehu}
folder=$(dirname "$0")
"$program" completions bash >"$folder/kehu.bash"
"$program" completions zsh >"$folder/_kehu"
"$program" completions fish >"$folder/kehu.fish"
"$program" completions powershell >"$folder/_kehu.ps1"
rm -rf "$folder/man"
"$program" --quiet man "$folder/man"
