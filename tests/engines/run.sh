#!/bin/sh
# Every shipped report on kehu's own tables, on DuckDB and on Spark, row by row.
#
#   tests/engines/run.sh               all reports
#   tests/engines/run.sh aging sales   these
#
# Needs git, python3 with venv, java 17 or later, and a package index for pip; takes about three minutes, most of it Spark.
# KEHU_BIN: the kehu to ask (else target/release or target/debug). KEHU_ENGINES_VENV: a Python environment to keep and use again.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

kehu=${KEHU_BIN:-}
for built in release debug; do
  [ -n "$kehu" ] || [ ! -x "$root/target/$built/kehu" ] || kehu=$root/target/$built/kehu
done
[ -n "$kehu" ] || { echo "There is no kehu: cargo build, or set KEHU_BIN." >&2; exit 2; }
command -v java >/dev/null || { echo "There is no java; Spark needs it." >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
venv=${KEHU_ENGINES_VENV:-$work/venv}
if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
fi

# One day for all questions, and nothing of this machine's own git.
export KEHU_NOW=2026-11-26T10:00:00+08:00
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
book=$work/book
"$kehu" demo "$book" --no-input --quiet </dev/null >/dev/null 2>&1
git -C "$book" config user.email wang@mingyi.example
git -C "$book" config user.name 王芳

# What the example book has not: a rate of many digits, a draft, a refund, an overpaid and a not yet scheduled contract, an amount of many
# cents, an opportunity without one, a handover, look-alikes, a customer of nobody.
sed -i 's/^USD = .*/USD = "7.125"/' "$book/kehu.toml"
git -C "$book" commit --quiet --all --message 'rates'
do_() { "$kehu" -C "$book" --no-input --quiet "$@" </dev/null >/dev/null; }
# Entries of closed months too.
do_ set wang roles+=finance
closed=$("$kehu" -C "$book" list period state:closed --json |
  "$venv/bin/python" -c 'import json, sys; print(*(period["id"] for period in json.load(sys.stdin)))')
for period in $closed; do do_ move "$period" reopen --note 对账; done
do_ new contract customer=hp-m4t9 number=T-1 name=草拟 amount=8000 state=draft
do_ new contract customer=hp-m4t9 number=T-2 name=退款 amount=0.30 sign_date=2026-08-01 \
  schedule.0.due=2026-08-15 schedule.0.amount=0.10 schedule.1.due=2026-11-26 schedule.1.amount=0.20
do_ pay T-2 0.20 --on 2026-08-20
do_ pay T-2 -0.10 --on 2026-09-20
do_ new contract customer=jinke-7k3m number=T-3 name=多付 amount='100.50 USD' sign_date=2026-05-02 \
  schedule.0.due=2026-06-01 schedule.0.amount='33.50 USD'
do_ pay T-3 '33.49 USD' --on 2026-06-30
do_ new contract customer=jinke-7k3m number=T-4 name=分期 amount=99999999.99 direction=payable sign_date=2026-05-02 \
  schedule.0.amount=33333333.33 schedule.1.due=2025-06-01 schedule.1.amount=33333333.33
do_ pay T-4 33333333.34 --on 2026-07-01
do_ new opportunity customer=jinke-7k3m name=无金额
do_ new opportunity customer=jinke-7k3m name=一分 amount=0.01 probability=50 expected=2026-11-01 stage=qualified
do_ new customer name=无人客户有限公司 owner=
do_ new customer name=上海金科电子有限公司二厂 --anyway 二厂
do_ handover li zhang
# What finance has not: money planned, claimed, lent and paid, to odd cents and in two currencies.
do_ set chen roles+=finance
do_ new payroll number=T-P1 person=li date=2026-10-31 gross=18000.10 tax=745.35 social_insurance=1890 employer=4680
do_ new payroll number=T-P2 person=chen date=2026-10-31 gross=12000 tax=90.07 'allowances=[{"what":"x","amount":"0.10"},{"what":"y","amount":"0.20"}]'
do_ new budget name=T-B level=department department=sales period=2026 owner=li lines.0.type=travel lines.0.amount=6000.01 \
  lines.1.type=meals lines.1.month=2026-11-01 lines.1.amount=0.30
do_ new expense name=T-E applicant=li date=2026-10-12 lines.0.type=travel lines.0.amount=0.10 lines.1.type=meals lines.1.amount=0.20
do_ new expense name=T-F applicant=li date=2026-11-12 department=overseas lines.0.type=travel lines.0.amount='33.33 USD'
do_ new loan name=T-L borrower=li amount=4000 due=2026-12-31
as() { git -C "$book" config user.email "$1@mingyi.example"; shift; do_ "$@"; }
as li submit T-B T-E T-F T-L
as wang approve T-B T-E T-F T-L
as chen move T-E pay
as chen move T-L pay
as chen pay T-L 1500.50
as wang pay T-L 0.01

"$kehu" -C "$book" export --parquet "$work/parquet" >/dev/null
"$venv/bin/python" "$here/compare.py" --kehu "$kehu" --book "$book" --parquet "$work/parquet" --scratch "$work" "$@"
