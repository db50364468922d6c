
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'kehu' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'kehu'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'kehu' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a book, or add one to a repository')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Make a furnished book and walk through the main job')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Ask whether a customer exists before calling it')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Make a record')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the records of a kind')
            [CompletionResult]::new('find', 'find', [CompletionResultType]::ParameterValue, 'Find records by any part of a name, pinyin, phone or text')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a record with its contacts, log and links')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change fields of a record')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change a record in your editor')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Retire a record; its file and history stay')
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'Write down a contact with a customer')
            [CompletionResult]::new('attach', 'attach', [CompletionResultType]::ParameterValue, 'Keep a file or a link with a customer')
            [CompletionResult]::new('extract', 'extract', [CompletionResultType]::ParameterValue, 'Give out the file of a document')
            [CompletionResult]::new('share', 'share', [CompletionResultType]::ParameterValue, 'Let a colleague see a customer')
            [CompletionResult]::new('unshare', 'unshare', [CompletionResultType]::ParameterValue, 'Take a share back')
            [CompletionResult]::new('who', 'who', [CompletionResultType]::ParameterValue, 'Tell who sees a record, and why')
            [CompletionResult]::new('score', 'score', [CompletionResultType]::ParameterValue, 'Judge what a customer is worth, by a scorecard')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Answer a question about the whole book')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Plan a contact with a customer, move a plan or drop it')
            [CompletionResult]::new('today', 'today', [CompletionResultType]::ParameterValue, 'What is due, who waits, and whom nobody called for long')
            [CompletionResult]::new('remind', 'remind', [CompletionResultType]::ParameterValue, 'Print what is due, and write it as a calendar; for cron')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Who changed what, and when')
            [CompletionResult]::new('duplicates', 'duplicates', [CompletionResultType]::ParameterValue, 'List the likely duplicates of the whole book, and settle them')
            [CompletionResult]::new('distinct', 'distinct', [CompletionResultType]::ParameterValue, 'Say that two records that look alike are two')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Make one record of several that are the same customer')
            [CompletionResult]::new('unmerge', 'unmerge', [CompletionResultType]::ParameterValue, 'Split a merged record off again')
            [CompletionResult]::new('undo', 'undo', [CompletionResultType]::ParameterValue, 'Take a command back')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show hand edits that are not saved')
            [CompletionResult]::new('save', 'save', [CompletionResultType]::ParameterValue, 'Check and commit hand edits')
            [CompletionResult]::new('kinds', 'kinds', [CompletionResultType]::ParameterValue, 'List the kinds of records, or the fields of one')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take in records from CSV, TSV, XLSX, JSON lines or vCard')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Give out records as CSV, XLSX, JSON lines or vCard')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find what is wrong with a book and how to mend it')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write man pages')
            break
        }
        'kehu;init' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--bare', '--bare', [CompletionResultType]::ParameterName, 'Make a bare book: no checkout, for servers and very large books')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;demo' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;check' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Check every row of a file (CSV, TSV, XLSX, JSON lines, vCard)')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Which column is which field, with --from')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Kind to look among')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;new' {
            [CompletionResult]::new('--anyway', '--anyway', [CompletionResultType]::ParameterName, 'Create although a look-alike exists, and say why')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;list' {
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by a field; -FIELD puts the largest first')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns of the table: name,city,contacts.0.name')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Retired records too')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Only say how many')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;find' {
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Only records of this kind')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;show' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--full', '--full', [CompletionResultType]::ParameterName, 'The whole log instead of the last five entries')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;set' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;edit' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;rm' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;log' {
            [CompletionResult]::new('--with', '--with', [CompletionResultType]::ParameterName, 'Whom you talked with')
            [CompletionResult]::new('--next', '--next', [CompletionResultType]::ParameterName, 'The next step: when and what')
            [CompletionResult]::new('--done', '--done', [CompletionResultType]::ParameterName, 'The plan that is done by it: its id, or four letters of it; your earliest when none is named')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--call', '--call', [CompletionResultType]::ParameterName, 'A telephone call')
            [CompletionResult]::new('--visit', '--visit', [CompletionResultType]::ParameterName, 'A visit')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'A mail')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'A note (the default)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;attach' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;extract' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File to write instead of one of the document''s name in this folder; - for standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File to write instead of one of the document''s name in this folder; - for standard output')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Write over a file that is there')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;share' {
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Last day of the share')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--edit', '--edit', [CompletionResultType]::ParameterName, 'Let them change it too')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;unshare' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;who' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;score' {
            [CompletionResult]::new('--scorecard', '--scorecard', [CompletionResultType]::ParameterName, 'The scorecard to judge by')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Every criterion with its points, weight and what they rest on')
            [CompletionResult]::new('--apply', '--apply', [CompletionResultType]::ParameterName, 'Set the level that the score suggests')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;report' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;plan' {
            [CompletionResult]::new('--who', '--who', [CompletionResultType]::ParameterName, 'Who is to do it; you when nobody is named')
            [CompletionResult]::new('--repeat', '--repeat', [CompletionResultType]::ParameterName, 'How it comes again: weekly, monthly, "every 2 weeks", 每季度, or a rule of RFC 5545')
            [CompletionResult]::new('--move', '--move', [CompletionResultType]::ParameterName, 'Give an open plan another day')
            [CompletionResult]::new('--drop', '--drop', [CompletionResultType]::ParameterName, 'Give an open plan up')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;today' {
            [CompletionResult]::new('--who', '--who', [CompletionResultType]::ParameterName, 'What somebody else has to do')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'How many days ahead to look')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many lines in each section')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'What everybody has to do, with counts by person')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;remind' {
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'How many days ahead to look; 0 for what is due today')
            [CompletionResult]::new('--who', '--who', [CompletionResultType]::ParameterName, 'The plans of somebody else')
            [CompletionResult]::new('--ics', '--ics', [CompletionResultType]::ParameterName, 'Write them as a calendar (RFC 5545); - for standard output')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'The plans of everybody')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;history' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many commits')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;duplicates' {
            [CompletionResult]::new('--min', '--min', [CompletionResultType]::ParameterName, 'Least score, 0 to 1; the book''s limit for duplicates otherwise')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only pairs with a record of this person')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only pairs with a record that changed since a day or commit')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--review', '--review', [CompletionResultType]::ParameterName, 'Go through the pairs: merge, say they are two, or put off')
            [CompletionResult]::new('--again', '--again', [CompletionResultType]::ParameterName, 'With --review: offer again what was put off')
            [CompletionResult]::new('--tune', '--tune', [CompletionResultType]::ParameterName, 'Fit the matcher to this book, by what was merged and what was said to be two; only shows what it would do')
            [CompletionResult]::new('--adopt', '--adopt', [CompletionResultType]::ParameterName, 'With --tune: write the new weights into kehu.toml')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;distinct' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why they are two')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;merge' {
            [CompletionResult]::new('--take', '--take', [CompletionResultType]::ParameterName, 'Take a field from another record: ID:FIELD, several with commas')
            [CompletionResult]::new('--prefer', '--prefer', [CompletionResultType]::ParameterName, 'Settle the other fields that differ by a rule')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;unmerge' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;undo' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;status' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;save' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Words for the commit')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'Words for the commit')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;kinds' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;import' {
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Which column is which field; COLUMN= leaves a column out')
            [CompletionResult]::new('--on-duplicate', '--on-duplicate', [CompletionResultType]::ParameterName, 'What to do with rows that look like customers that exist')
            [CompletionResult]::new('--rejects', '--rejects', [CompletionResultType]::ParameterName, 'Where rows that are wrong go, with the reason [default: FILE.rejects.csv]')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;export' {
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Format of the file; told from the name of --output otherwise')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'File to write instead of standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File to write instead of standard output')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--labels', '--labels', [CompletionResultType]::ParameterName, 'Headings in the user''s language instead of field names')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Retired records too')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;doctor' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Mend what needs no choice: the search index, the schemas for editors')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;completions' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kehu;man' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder instead of the current one')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read the book as it was: a commit, a tag, or a day')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How data is written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of labels and messages: en or zh-CN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but data and errors')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
