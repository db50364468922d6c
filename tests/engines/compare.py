"""Asks each shipped report of kehu, and runs the SQL it prints on DuckDB and Spark over the Parquet files it wrote.

Rows must come in the same order and hold the same: text and whole numbers as they are, amounts to the cent.
Ends with 1 when anything differs.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
# Any zone but the book's own: no report may depend on it.
ZONE = "America/St_Johns"
# Records that much is told of; of other kinds the first is asked for.
KNOWN = {"person": "li", "customer": "jinke-7k3m", "department": "sales", "period": "2026", "expense_type": "travel"}


def kehu(args, *words):
    ran = subprocess.run([args.kehu, "-C", args.book, *words], capture_output=True, text=True)
    if ran.returncode:
        raise RuntimeError(f"kehu {' '.join(words)}: {ran.stderr.strip()}")
    return ran.stdout


def shipped():
    """The front matter of each shipped report, by name."""
    found = {}
    for path in sorted(ROOT.glob("schemas/*/reports/*.sql")):
        front = re.match(r"/\*\n(.*?)\*/", path.read_text(encoding="utf-8"), re.S)
        found[path.stem] = yaml.safe_load(front[1])
    return found


def record(args, kind):
    """A record of a kind."""
    return KNOWN.get(kind) or json.loads(kehu(args, "list", kind, "--limit", "1", "--json"))[0]["id"]


def questions(args, front):
    """What a report is asked: as it is, each of its words, and each other parameter once."""
    asked = [[]]
    parameters = front.get("parameters") or {}
    for name, parameter in parameters.items():
        if "words" in parameter:
            asked += [[f"{name}={word}"] for word in parameter["words"][1:]]
        elif "currency" in parameter:
            asked += [[f"{name}=CNY"], [f"{name}=USD"]]
            if "by" in parameters:
                asked += [[f"by={word}", f"{name}=CNY"] for word in parameters["by"]["words"][1:]]
        elif "day" in parameter:
            asked += [[f"{name}=2026-06-30"], [f"{name}=2027-03-01"]]
        elif "number" in parameter:
            asked.append([f"{name}={min(60, parameter.get('most', 60))}"])
        elif "record" in parameter:
            asked.append([f"{name}={record(args, parameter['record'])}"])
        else:
            asked.append([f"{name}=广东省"])
    return asked


def number(value):
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def told(value):
    """A value without what differs from engine to engine."""
    if isinstance(value, (bool, int, float, Decimal)):
        return number(value).quantize(Decimal("0.000001"))
    return value


def same(column, row, ours):
    """True when an engine's row holds in a column what kehu told."""
    name, front = column
    theirs, sort = row[name], front.get("as")
    if theirs is None:
        return ours in (None, [], {})
    if sort == "money":
        # kehu rounds to the cent, which the engine's number must come to.
        cent = Decimal(1).scaleb(Decimal(ours["amount"]).as_tuple().exponent)
        off = abs(number(theirs) - Decimal(ours["amount"]))
        return ours["currency"] == row[front["currency"]] and off <= cent / 2 + Decimal("0.000001")
    if sort == "question":
        # What the engine gives is the question that kehu went on to ask.
        return isinstance(theirs, str) and not isinstance(ours, str)
    if sort == "list":
        return theirs.split() == ours
    if sort == "counts":
        counts = [re.fullmatch(r"(\D+)(\d+)", word).groups() for word in theirs.split()]
        return {mark: int(count) for mark, count in counts} == {mark: n for mark, n in ours.items() if n}
    return told(theirs) == told(ours)


def differences(front, names, rows, ours):
    columns = front["columns"]
    if list(columns) != names:
        return f"columns {names}, wanted {list(columns)}"
    if len(rows) != len(ours):
        return f"{len(rows)} rows, wanted {len(ours)}"
    shown = [(name, column or {}) for name, column in columns.items() if not (column or {}).get("hide")]
    for place, (row, our) in enumerate(zip(rows, ours)):
        row = dict(zip(names, row))
        our.pop("drill", None)
        if list(our) != [name for name, _ in shown]:
            return f"kehu tells {list(our)}"
        for column in shown:
            if not same(column, row, our[column[0]]):
                return f"row {place}, {column[0]}: {row[column[0]]!r}, wanted {our[column[0]]!r}"
    return None


def quietly(start):
    """Starts what talks on stderr for as long as it lives."""
    stderr = os.dup(2)
    with open(os.devnull, "w") as nothing:
        os.dup2(nothing.fileno(), 2)
    try:
        return start()
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)


class DuckDB:
    name = "duckdb"

    def __init__(self, args, tables):
        import duckdb

        self.connection = duckdb.connect()
        for table in tables:
            self.connection.execute(f"create view \"{table}\" as from read_parquet('{args.parquet}/{table}/*.parquet')")

    def rows(self, sql):
        found = self.connection.execute(sql)
        return [column[0] for column in found.description], found.fetchall()


class Spark:
    name = "spark"

    def __init__(self, args, tables):
        scratch = Path(args.scratch) / "spark"
        scratch.mkdir(exist_ok=True)
        os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
        os.environ["SPARK_LOCAL_DIRS"] = str(scratch)
        from pyspark.sql import SparkSession

        settings = {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.sql.ansi.doubleQuotedIdentifiers": "true",
            "spark.sql.ansi.enabled": "true",
            "spark.sql.parser.escapedStringLiterals": "true",
            "spark.sql.session.timeZone": ZONE,
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.warehouse.dir": str(scratch / "warehouse"),
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }
        builder = SparkSession.builder.master("local[2]").appName("kehu")
        for key, value in settings.items():
            builder = builder.config(key, value)
        self.session = quietly(builder.getOrCreate)
        for table in tables:
            self.session.read.parquet(f"{args.parquet}/{table}").createOrReplaceTempView(table)

    def rows(self, sql):
        frame = self.session.sql(sql)
        return frame.columns, [tuple(row) for row in frame.collect()]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kehu", required=True)
    parser.add_argument("--book", required=True)
    parser.add_argument("--parquet", required=True, help="folder of the tables, one folder each")
    parser.add_argument("--scratch", required=True, help="folder for what Spark writes")
    parser.add_argument("reports", nargs="*")
    args = parser.parse_args()
    os.environ["TZ"] = ZONE

    reports = shipped()
    unknown = set(args.reports) - set(reports)
    if unknown:
        parser.error(f"there is no report {', '.join(sorted(unknown))}")
    tables = sorted(path.name for path in Path(args.parquet).iterdir() if path.is_dir())
    engines = [DuckDB(args, tables), Spark(args, tables)]
    failed = False
    for name in args.reports or sorted(reports):
        asked = questions(args, reports[name])
        ours = [json.loads(kehu(args, "report", name, *words, "--json")) for words in asked]
        sqls = [kehu(args, "report", name, *words, "--sql") for words in asked]
        for engine in engines:
            wrong = []
            for words, our, sql in zip(asked, ours, sqls):
                try:
                    why = differences(reports[name], *engine.rows(sql), our)
                except Exception as error:  # whatever the engine says
                    why = str(error).strip().split("\n")[0]
                if why:
                    wrong.append(f"     {' '.join(words) or 'as it is'}: {why}")
            failed = failed or bool(wrong)
            rows = sum(len(our) for our in ours)
            print(f"{'no' if wrong else 'ok':3}{name:15} {engine.name:7} {len(asked)} questions, {rows} rows", flush=True)
            print("\n".join(wrong) + "\n" if wrong else "", end="", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
