import { type Command, type Entry, UsageError } from '../args/command.ts';
import { everyCommand, type NamedCommand } from '../walk.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const completionCommand: Command = {
  summary: 'Print completions for bash, zsh or fish',
  positionals: 'bash|zsh|fish',
  arity: [1, 1],
  options: {},
  examples: [
    'countersign completion bash > ~/.local/share/bash-completion/completions/countersign',
    'countersign completion fish > ~/.config/fish/completions/countersign.fish',
  ],
  async run(args, io, tree) {
    const commands = await everyCommand(tree);
    const [shell] = args.positionals;
    if (shell === 'fish') io.print(fish(commands, tree));
    else if (shell === 'bash') io.print(bash(commands, tree));
    else if (shell === 'zsh')
      io.print(`#compdef countersign\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands, tree)}`);
    else throw new UsageError(`There are completions for ${SHELLS.join(', ')}.`);
    return 0;
  },
};

/** What may follow each word or pair of words. */
type Tree = Readonly<Record<string, Entry>>;

function followers(commands: readonly NamedCommand[], tree: Tree): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>([['', [...Object.keys(tree), 'help']]]);
  for (const { path, options } of commands) {
    if (path.length === 2) map.set(path[0] ?? '', [...(map.get(path[0] ?? '') ?? []), path[1] ?? '']);
    map.set(
      path.join(' '),
      Object.keys(options).map((name) => `--${name}`),
    );
  }
  return map;
}

function bash(commands: readonly NamedCommand[], tree: Tree): string {
  const map = followers(commands, tree);
  const cases = [...map].map(
    ([path, words]) => `    ${JSON.stringify(path)}) words=${JSON.stringify(words.join(' '))} ;;`,
  );
  const values = commands.flatMap(({ options }) =>
    Object.entries(options).filter(([, { choices }]) => choices),
  );
  const choices = new Map(values.map(([name, option]) => [name, option.choices ?? []]));
  return `_countersign() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} path= words= part
  for part in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$part" in -*) break ;; esac
    case "$path" in "") path=$part ;; *" "*) break ;; *) path="$path $part" ;; esac
  done
  case "$previous" in
${[...choices].map(([name, options]) => `    --${name}) COMPREPLY=( $(compgen -W ${JSON.stringify(options.join(' '))} -- "$word") ); return ;;`).join('\n')}
    --*-file|--out|--jwks|--blocklist) COMPREPLY=( $(compgen -f -- "$word") ); return ;;
  esac
  case "$path" in
${cases.join('\n')}
    *) case "\${path%% *}" in
${[...map]
  .filter(([path]) => path !== '' && !path.includes(' '))
  .map(([path, words]) => `      ${JSON.stringify(path)}) words=${JSON.stringify(words.join(' '))} ;;`)
  .join('\n')}
      esac ;;
  esac
  COMPREPLY=( $(compgen -W "$words" -- "$word") )
  case "$word" in -*) ;; *) COMPREPLY+=( $(compgen -f -- "$word") ) ;; esac
}
complete -o filenames -F _countersign countersign`;
}

function fish(commands: readonly NamedCommand[], tree: Tree): string {
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = ['complete -c countersign -f -n __fish_use_subcommand -a help -d "Show help"'];
  for (const [name, { summary }] of Object.entries(tree)) {
    lines.push(`complete -c countersign -f -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`);
  }
  for (const { path, command, options } of commands) {
    const [first = '', second] = path;
    if (second !== undefined) {
      lines.push(
        `complete -c countersign -f -n '__fish_seen_subcommand_from ${first}' -a ${second} -d ${quote(command.summary)}`,
      );
    }
    const condition = path.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    for (const [name, { help, short, value, choices }] of Object.entries(options)) {
      const parts = [`complete -c countersign -n '${condition}' -l ${name}`];
      if (short !== undefined) parts.push(`-s ${short}`);
      if (value !== undefined) parts.push('-r');
      if (choices) parts.push(`-f -a ${quote(choices.join(' '))}`);
      lines.push([...parts, `-d ${quote(help)}`].join(' '));
    }
  }
  return lines.join('\n');
}
