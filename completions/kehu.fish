# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kehu_global_optspecs
    string join \n C= at= as-of= format= json q/quiet n/dry-run no-input lang= h/help V/version
end

function __fish_kehu_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kehu_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kehu_using_subcommand
    set -l cmd (__fish_kehu_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kehu -n "__fish_kehu_needs_command" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_needs_command" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_needs_command" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_needs_command" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_needs_command" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_needs_command" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_needs_command" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_needs_command" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_needs_command" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_needs_command" -s V -l version -d 'Print version'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "init" -d 'Make a book, or add one to a repository'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "demo" -d 'Make a furnished book and walk through the main job'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "check" -d 'Ask whether a customer exists before calling it'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "new" -d 'Make a record'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "list" -d 'List the records of a kind'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "find" -d 'Find records by any part of a name, pinyin, phone or text'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "show" -d 'Show a record with its contacts, log and links'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "set" -d 'Change fields of a record'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "edit" -d 'Change a record in your editor'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "rm" -d 'Retire a record; its file and history stay'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "log" -d 'Write down a contact with a customer'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "attach" -d 'Keep a file or a link with a customer'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "extract" -d 'Give out the file of a document'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "share" -d 'Let a colleague see a customer'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "unshare" -d 'Take a share back'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "who" -d 'Tell who sees a record, and why'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "score" -d 'Judge what a customer is worth, by a scorecard'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "pay" -d 'Write down a payment of a contract'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "count" -d 'Count things against the book: what is missing, what is elsewhere'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "report" -d 'Answer a question about the whole book'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "sql" -d 'Ask the tables of the book in SQL'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "plan" -d 'Plan a contact with a customer, move a plan or drop it'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "progress" -d 'Report how far a piece of work is'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "gantt" -d 'Draw the work of a project over time'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "today" -d 'What is due, who waits, and whom nobody called for long'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "remind" -d 'Print what is due, and write it as a calendar; for cron'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "handover" -d 'Give all that a colleague has to do to another'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "accept" -d 'Take over what was handed to you'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "decline" -d 'Give back what was handed to you'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "submit" -d 'Hand a record in for approval'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "approve" -d 'Say yes to what was handed in'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "reject" -d 'Say no to what was handed in, and why'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "move" -d 'Move a record along its workflow, or list what can be done with it'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "rsvp" -d 'Answer whether you come to a meeting'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "history" -d 'Who changed what, and when'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "duplicates" -d 'List the likely duplicates of the whole book, and settle them'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "distinct" -d 'Say that two records that look alike are two'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "merge" -d 'Make one record of several that are the same customer'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "unmerge" -d 'Split a merged record off again'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "resolve" -d 'Settle fields that two people set differently'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "undo" -d 'Take a command back'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "sync" -d 'Bring the book together with another clone: fetch, merge, push'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "merge-driver" -d 'Merge one file for git'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "status" -d 'Show hand edits that are not saved'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "save" -d 'Check and commit hand edits'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "kinds" -d 'List the kinds of records, or the fields of one'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "import" -d 'Take in records from CSV, TSV, XLSX, JSON lines, vCard or a calendar'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "export" -d 'Give out records as CSV, XLSX, JSON lines, vCard or a calendar; all tables as Parquet'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "doctor" -d 'Find what is wrong with a book and how to mend it'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "verify" -d 'Prove stamps: who and when, held against the commits and their signatures'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "hook" -d 'Have git ask kehu before commits and pushes'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "completions" -d 'Print completions for a shell'
complete -c kehu -n "__fish_kehu_needs_command" -f -a "man" -d 'Write man pages'
complete -c kehu -n "__fish_kehu_using_subcommand init" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand init" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand init" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand init" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand init" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand init" -l bare -d 'Make a bare book: no checkout, for servers and very large books'
complete -c kehu -n "__fish_kehu_using_subcommand init" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand init" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand init" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand init" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand demo" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand demo" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand demo" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand demo" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand demo" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand demo" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand demo" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand demo" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand demo" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand check" -l from -d 'Check every row of a file (CSV, TSV, XLSX, JSON lines, vCard)' -r
complete -c kehu -n "__fish_kehu_using_subcommand check" -l map -d 'Which column is which field, with --from' -r
complete -c kehu -n "__fish_kehu_using_subcommand check" -l kind -d 'Kind to look among' -r
complete -c kehu -n "__fish_kehu_using_subcommand check" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand check" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand check" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand check" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand check" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand check" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand check" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand check" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand check" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand new" -l template -d 'Make it from a template, whose parameters are given as fields are; without a name: list those of the kind' -r
complete -c kehu -n "__fish_kehu_using_subcommand new" -l anyway -d 'Create although a look-alike exists, and say why' -r
complete -c kehu -n "__fish_kehu_using_subcommand new" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand new" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand new" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand new" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand new" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand new" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand new" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand new" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand new" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand list" -l sort -d 'Sort by a field; -FIELD puts the largest first' -r
complete -c kehu -n "__fish_kehu_using_subcommand list" -l columns -d 'Columns of the table: name,city,contacts.0.name' -r
complete -c kehu -n "__fish_kehu_using_subcommand list" -l limit -d 'At most so many' -r
complete -c kehu -n "__fish_kehu_using_subcommand list" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand list" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand list" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand list" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand list" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand list" -l all -d 'Retired records too'
complete -c kehu -n "__fish_kehu_using_subcommand list" -l count -d 'Only say how many'
complete -c kehu -n "__fish_kehu_using_subcommand list" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand list" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand list" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand find" -l kind -d 'Only records of this kind' -r
complete -c kehu -n "__fish_kehu_using_subcommand find" -l limit -d 'At most so many' -r
complete -c kehu -n "__fish_kehu_using_subcommand find" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand find" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand find" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand find" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand find" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand find" -l knowledge -d 'Only what is shared as knowledge; without a text all of it, newest first'
complete -c kehu -n "__fish_kehu_using_subcommand find" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand find" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand find" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand find" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand find" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand show" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand show" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand show" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand show" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand show" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand show" -l full -d 'Everything: the whole log, and what is closed'
complete -c kehu -n "__fish_kehu_using_subcommand show" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand show" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand show" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand set" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand set" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand set" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand set" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand set" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand set" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand set" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand set" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand set" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand edit" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand edit" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand edit" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand edit" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand edit" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand edit" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand edit" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand edit" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand edit" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand rm" -l reason -d 'Why' -r
complete -c kehu -n "__fish_kehu_using_subcommand rm" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand rm" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand rm" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand rm" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand rm" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand rm" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand rm" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand rm" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand rm" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand log" -l with -d 'Whom you talked with' -r
complete -c kehu -n "__fish_kehu_using_subcommand log" -l next -d 'The next step: when and what' -r
complete -c kehu -n "__fish_kehu_using_subcommand log" -l done -d 'The plan that is done by it: its id, or four letters of it; your earliest when none is named' -r
complete -c kehu -n "__fish_kehu_using_subcommand log" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand log" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand log" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand log" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand log" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand log" -l call -d 'A telephone call'
complete -c kehu -n "__fish_kehu_using_subcommand log" -l visit -d 'A visit'
complete -c kehu -n "__fish_kehu_using_subcommand log" -l email -d 'A mail'
complete -c kehu -n "__fish_kehu_using_subcommand log" -l note -d 'A note (the default)'
complete -c kehu -n "__fish_kehu_using_subcommand log" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand log" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand log" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand log" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand log" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand attach" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand attach" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand attach" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand attach" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand attach" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand attach" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand attach" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand attach" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand attach" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand attach" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand extract" -s o -l output -d 'File to write instead of one of the document\'s name in this folder; - for standard output' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand extract" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand extract" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand extract" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand extract" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand extract" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand extract" -l force -d 'Write over a file that is there'
complete -c kehu -n "__fish_kehu_using_subcommand extract" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand extract" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand extract" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand extract" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand extract" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand share" -l until -d 'Last day of the share' -r
complete -c kehu -n "__fish_kehu_using_subcommand share" -l knowledge -d 'Share it with everybody as knowledge, and say why' -r
complete -c kehu -n "__fish_kehu_using_subcommand share" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand share" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand share" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand share" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand share" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand share" -l edit -d 'Let them change it too'
complete -c kehu -n "__fish_kehu_using_subcommand share" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand share" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand share" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand share" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand share" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand unshare" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand unshare" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand unshare" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand unshare" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand unshare" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand unshare" -l knowledge -d 'Share it as knowledge no longer'
complete -c kehu -n "__fish_kehu_using_subcommand unshare" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand unshare" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand unshare" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand unshare" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand unshare" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand who" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand who" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand who" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand who" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand who" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand who" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand who" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand who" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand who" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand who" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand score" -l scorecard -d 'The scorecard to judge by' -r
complete -c kehu -n "__fish_kehu_using_subcommand score" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand score" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand score" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand score" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand score" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand score" -l explain -d 'Every criterion with its points, weight and what they rest on'
complete -c kehu -n "__fish_kehu_using_subcommand score" -l apply -d 'Set the level that the score suggests'
complete -c kehu -n "__fish_kehu_using_subcommand score" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand score" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand score" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand score" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand score" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand pay" -l on -d 'The day it was paid; today when not said' -r
complete -c kehu -n "__fish_kehu_using_subcommand pay" -l note -d 'A remark: account, reference …' -r
complete -c kehu -n "__fish_kehu_using_subcommand pay" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand pay" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand pay" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand pay" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand pay" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand pay" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand pay" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand pay" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand pay" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand pay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand count" -l from -d 'Numbers from a file (CSV, TSV, XLSX, JSON lines)' -r
complete -c kehu -n "__fish_kehu_using_subcommand count" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand count" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand count" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand count" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand count" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand count" -l unknown -d 'Count numbers that nothing in the book has, too'
complete -c kehu -n "__fish_kehu_using_subcommand count" -l settle -d 'Put right what differs, each by its own move, and end the count'
complete -c kehu -n "__fish_kehu_using_subcommand count" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand count" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand count" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand count" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand count" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand report" -l versus -d 'Compare with how it was on a day, or at a commit' -r
complete -c kehu -n "__fish_kehu_using_subcommand report" -l out -d 'Write it to a file: .html, .md, .csv, .json or .xlsx; with --all, to a folder' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand report" -l files -d 'The sorts of files that --all writes' -r -f -a "html\t'A page'
md\t'Markdown'
csv\t'Comma-separated'
json\t'JSON'
xlsx\t'A workbook'"
complete -c kehu -n "__fish_kehu_using_subcommand report" -l verify -d 'Make a written report again and compare' -r
complete -c kehu -n "__fish_kehu_using_subcommand report" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand report" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand report" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand report" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand report" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand report" -s h -l help -d 'Tell what the report is and takes; without one, print this'
complete -c kehu -n "__fish_kehu_using_subcommand report" -l sql -d 'Print its SQL with the parameters filled in'
complete -c kehu -n "__fish_kehu_using_subcommand report" -l all -d 'Write every report with its defaults, and a page of contents; for cron'
complete -c kehu -n "__fish_kehu_using_subcommand report" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand report" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand report" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand report" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand sql" -l limit -d 'At most so many rows' -r
complete -c kehu -n "__fish_kehu_using_subcommand sql" -l timeout -d 'Stop after so many seconds' -r
complete -c kehu -n "__fish_kehu_using_subcommand sql" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand sql" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand sql" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand sql" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand sql" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand sql" -l schema -d 'List the tables and their columns'
complete -c kehu -n "__fish_kehu_using_subcommand sql" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand sql" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand sql" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand sql" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand sql" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand plan" -l who -d 'Who is to do it; you when nobody is named' -r
complete -c kehu -n "__fish_kehu_using_subcommand plan" -l repeat -d 'How it comes again: weekly, monthly, "every 2 weeks", 每季度, or a rule of RFC 5545' -r
complete -c kehu -n "__fish_kehu_using_subcommand plan" -l move -d 'Give an open plan another day' -r
complete -c kehu -n "__fish_kehu_using_subcommand plan" -l drop -d 'Give an open plan up' -r
complete -c kehu -n "__fish_kehu_using_subcommand plan" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand plan" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand plan" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand plan" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand plan" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand plan" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand plan" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand plan" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand plan" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand progress" -l hours -d 'Hours spent since the last report' -r
complete -c kehu -n "__fish_kehu_using_subcommand progress" -l on -d 'The day it began or was done; today when not said' -r
complete -c kehu -n "__fish_kehu_using_subcommand progress" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand progress" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand progress" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand progress" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand progress" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand progress" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand progress" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand progress" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand progress" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand progress" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand gantt" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand gantt" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand gantt" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand gantt" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand gantt" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand gantt" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand gantt" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand gantt" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand gantt" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand gantt" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand today" -l who -d 'What somebody else has to do' -r
complete -c kehu -n "__fish_kehu_using_subcommand today" -l days -d 'How many days ahead to look' -r
complete -c kehu -n "__fish_kehu_using_subcommand today" -l limit -d 'At most so many lines in each section' -r
complete -c kehu -n "__fish_kehu_using_subcommand today" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand today" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand today" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand today" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand today" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand today" -l team -d 'What everybody has to do, with counts by person'
complete -c kehu -n "__fish_kehu_using_subcommand today" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand today" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand today" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand today" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand today" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand remind" -l days -d 'How many days ahead to look; 0 for what is due today' -r
complete -c kehu -n "__fish_kehu_using_subcommand remind" -l who -d 'The plans of somebody else' -r
complete -c kehu -n "__fish_kehu_using_subcommand remind" -l ics -d 'Write them as a calendar (RFC 5545); - for standard output' -r
complete -c kehu -n "__fish_kehu_using_subcommand remind" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand remind" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand remind" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand remind" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand remind" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand remind" -l all -d 'The plans of everybody'
complete -c kehu -n "__fish_kehu_using_subcommand remind" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand remind" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand remind" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand remind" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand remind" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand handover" -l dossier -d 'How the dossiers are written' -r -f -a "md\t''
html\t''"
complete -c kehu -n "__fish_kehu_using_subcommand handover" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand handover" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand handover" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand handover" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand handover" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand handover" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand handover" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand handover" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand handover" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand handover" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand accept" -l from -d 'Just those from this person' -r
complete -c kehu -n "__fish_kehu_using_subcommand accept" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand accept" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand accept" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand accept" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand accept" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand accept" -l all -d 'All that wait for you'
complete -c kehu -n "__fish_kehu_using_subcommand accept" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand accept" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand accept" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand accept" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand accept" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand decline" -l from -d 'Just those from this person' -r
complete -c kehu -n "__fish_kehu_using_subcommand decline" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand decline" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand decline" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand decline" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand decline" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand decline" -l all -d 'All that wait for you'
complete -c kehu -n "__fish_kehu_using_subcommand decline" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand decline" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand decline" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand decline" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand decline" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand submit" -s m -l note -d 'Why' -r
complete -c kehu -n "__fish_kehu_using_subcommand submit" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand submit" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand submit" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand submit" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand submit" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand submit" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand submit" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand submit" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand submit" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand submit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand approve" -s m -l note -d 'Why' -r
complete -c kehu -n "__fish_kehu_using_subcommand approve" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand approve" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand approve" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand approve" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand approve" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand approve" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand approve" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand approve" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand approve" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand approve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand reject" -s m -l note -d 'Why' -r
complete -c kehu -n "__fish_kehu_using_subcommand reject" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand reject" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand reject" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand reject" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand reject" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand reject" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand reject" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand reject" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand reject" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand reject" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand move" -s m -l note -d 'Why' -r
complete -c kehu -n "__fish_kehu_using_subcommand move" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand move" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand move" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand move" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand move" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand move" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand move" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand move" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand move" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand move" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand rsvp" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand rsvp" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand rsvp" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand rsvp" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand rsvp" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand rsvp" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand rsvp" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand rsvp" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand rsvp" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand rsvp" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand history" -l limit -d 'At most so many commits' -r
complete -c kehu -n "__fish_kehu_using_subcommand history" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand history" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand history" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand history" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand history" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand history" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand history" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand history" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand history" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand history" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -l min -d 'Least score, 0 to 1; the book\'s limit for duplicates otherwise' -r
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -l owner -d 'Only pairs with a record of this person' -r
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -l since -d 'Only pairs with a record that changed since a day or commit' -r
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -l review -d 'Go through the pairs: merge, say they are two, or put off'
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -l again -d 'With --review: offer again what was put off'
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -l tune -d 'Fit the matcher to this book, by what was merged and what was said to be two; only shows what it would do'
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -l adopt -d 'With --tune: write the new weights into kehu.toml'
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand duplicates" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand distinct" -l reason -d 'Why they are two' -r
complete -c kehu -n "__fish_kehu_using_subcommand distinct" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand distinct" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand distinct" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand distinct" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand distinct" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand distinct" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand distinct" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand distinct" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand distinct" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand distinct" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand merge" -l take -d 'Take a field from another record: ID:FIELD, several with commas' -r
complete -c kehu -n "__fish_kehu_using_subcommand merge" -l prefer -d 'Settle the other fields that differ by a rule' -r -f -a "keep\t'The record that stays'
other\t'The other'
newest\t'The card that was changed last'"
complete -c kehu -n "__fish_kehu_using_subcommand merge" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand merge" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand merge" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand merge" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand merge" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand merge" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand merge" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand merge" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand merge" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand merge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand unmerge" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand unmerge" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand unmerge" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand unmerge" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand unmerge" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand unmerge" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand unmerge" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand unmerge" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand unmerge" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand unmerge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand resolve" -l by -d 'Settle all others as this person had them' -r
complete -c kehu -n "__fish_kehu_using_subcommand resolve" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand resolve" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand resolve" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand resolve" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand resolve" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand resolve" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand resolve" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand resolve" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand resolve" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand resolve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand undo" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand undo" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand undo" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand undo" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand undo" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand undo" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand undo" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand undo" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand undo" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand sync" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand sync" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand sync" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand sync" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand sync" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand sync" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand sync" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand sync" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand sync" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand merge-driver" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand merge-driver" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand merge-driver" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand merge-driver" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand merge-driver" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand merge-driver" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand merge-driver" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand merge-driver" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand merge-driver" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand merge-driver" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand status" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand status" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand status" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand status" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand status" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand status" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand status" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand status" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand status" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand save" -s m -l message -d 'Words for the commit' -r
complete -c kehu -n "__fish_kehu_using_subcommand save" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand save" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand save" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand save" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand save" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand save" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand save" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand save" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand save" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand save" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand kinds" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand kinds" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand kinds" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand kinds" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand kinds" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand kinds" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand kinds" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand kinds" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand kinds" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand kinds" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand import" -l map -d 'Which column is which field; COLUMN= leaves a column out' -r
complete -c kehu -n "__fish_kehu_using_subcommand import" -l on-duplicate -d 'What to do with rows that look like customers that exist' -r -f -a "skip\t'Leave it out and list it'
import\t'Take it in all the same'
ask\t'Ask for each'"
complete -c kehu -n "__fish_kehu_using_subcommand import" -l rejects -d 'Where rows that are wrong go, with the reason [default: FILE.rejects.csv]' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand import" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand import" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand import" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand import" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand import" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand import" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand import" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand import" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand import" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand export" -l as -d 'Format of the file; told from the name of --output otherwise' -r -f -a "csv\t'Comma-separated, formulas made harmless'
tsv\t'Tab-separated'
xlsx\t'Excel workbook, all cells text'
jsonl\t'One JSON object a line'
vcard\t'vCard 4.0, one card per contact'
ics\t'Calendar (RFC 5545) of what has a beginning and an end: meetings'"
complete -c kehu -n "__fish_kehu_using_subcommand export" -s o -l output -d 'File to write instead of standard output' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand export" -l parquet -d 'Write all tables of `kehu sql` as Parquet files, for DuckDB, Spark or Trino: a folder each in DIR' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand export" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand export" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand export" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand export" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand export" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand export" -l labels -d 'Headings in the user\'s language instead of field names'
complete -c kehu -n "__fish_kehu_using_subcommand export" -l all -d 'Retired records too'
complete -c kehu -n "__fish_kehu_using_subcommand export" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand export" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand export" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand export" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand doctor" -l ci -d 'Tell the findings to a host of CI, which shows them beside the lines: github, gitlab, gitea; from the environment when none is named' -r -f -a "auto\t'As the environment says'
github\t'GitHub Actions'
gitlab\t'GitLab, as a code quality report'
gitea\t'Gitea and Forgejo'"
complete -c kehu -n "__fish_kehu_using_subcommand doctor" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand doctor" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand doctor" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand doctor" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand doctor" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand doctor" -l fix -d 'Mend what needs no choice: the search index, the schemas for editors'
complete -c kehu -n "__fish_kehu_using_subcommand doctor" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand doctor" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand doctor" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand doctor" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand verify" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand verify" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand verify" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand verify" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand verify" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand verify" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand verify" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand verify" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand verify" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -f -a "install" -d 'Have git call kehu: before commits and after merges in a checkout, before each push in a bare book'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -f -a "pre-commit" -d 'Judge what is staged; git runs it before a commit'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -f -a "pre-receive" -d 'Judge a push, read from standard input; git runs it in a bare book'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -f -a "post-merge" -d 'Look for what two people made apart; git runs it after a merge'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -f -a "post-rewrite" -d 'Look for what two people made apart, from lines OLD NEW on standard input; git runs it after a rebase'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and not __fish_seen_subcommand_from install pre-commit pre-receive post-merge post-rewrite post-commit" -f -a "post-commit" -d 'The same as post-merge where a commit ended a merge; git runs it after each commit'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from install" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from install" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from install" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from install" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from install" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from install" -l remove -d 'Take the hooks away again'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from install" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from install" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from install" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from install" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-commit" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-commit" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-commit" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-commit" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-commit" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-commit" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-commit" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-commit" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-commit" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-commit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-receive" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-receive" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-receive" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-receive" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-receive" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-receive" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-receive" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-receive" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-receive" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from pre-receive" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-merge" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-merge" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-merge" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-merge" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-merge" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-merge" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-merge" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-merge" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-merge" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-merge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-rewrite" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-rewrite" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-rewrite" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-rewrite" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-rewrite" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-rewrite" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-rewrite" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-rewrite" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-rewrite" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-rewrite" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-commit" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-commit" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-commit" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-commit" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-commit" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-commit" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-commit" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-commit" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-commit" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand hook; and __fish_seen_subcommand_from post-commit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand completions" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand completions" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand completions" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand completions" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand completions" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand completions" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand completions" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand completions" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand completions" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kehu -n "__fish_kehu_using_subcommand man" -s C -d 'Work in this folder instead of the current one' -r -F
complete -c kehu -n "__fish_kehu_using_subcommand man" -l at -d 'Read the book as it was: a commit, a tag, or a day' -r
complete -c kehu -n "__fish_kehu_using_subcommand man" -l as-of -d 'Take this day for today: what is due, late or quiet then' -r
complete -c kehu -n "__fish_kehu_using_subcommand man" -l format -d 'How data is written' -r -f -a "table\t'Aligned columns'
json\t'One JSON value'
yaml\t'YAML'
csv\t'Comma-separated'
md\t'Markdown'
html\t'A piece of HTML'"
complete -c kehu -n "__fish_kehu_using_subcommand man" -l lang -d 'Language of labels and messages: en or zh-CN' -r
complete -c kehu -n "__fish_kehu_using_subcommand man" -l json -d 'Short for --format json'
complete -c kehu -n "__fish_kehu_using_subcommand man" -s q -l quiet -d 'Say nothing but data and errors'
complete -c kehu -n "__fish_kehu_using_subcommand man" -s n -l dry-run -d 'Show what would change, and change nothing'
complete -c kehu -n "__fish_kehu_using_subcommand man" -l no-input -d 'Never ask; fail instead'
complete -c kehu -n "__fish_kehu_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
