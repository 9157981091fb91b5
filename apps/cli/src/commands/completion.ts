import { type Command, UsageError } from '../args/command.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const completionCommand: Command = {
  summary: 'Print completions for bash, zsh or fish',
  positionals: 'bash|zsh|fish',
  arity: [1, 1],
  choices: SHELLS,
  options: {},
  json: { '': "{ shell: 'bash' | 'zsh' | 'fish', script: string }" },
  examples: [
    'countersign completion bash > ~/.local/share/bash-completion/completions/countersign',
    'countersign completion fish > ~/.config/fish/completions/countersign.fish',
  ],
  notes:
    'For zsh, write it as _countersign into a folder of $fpath. The shells ask countersign itself what may come next, so that completions are those of the version that is installed.',
  async run(args, io) {
    const shell = SHELLS.find((name) => name === args.positionals[0]);
    if (shell === undefined) throw new UsageError(`There are completions for ${SHELLS.join(', ')}.`);
    // A template literal would take "${" for its own.
    const script = SCRIPTS[shell].trim().replaceAll('\\${', '${');
    io.result(script, { shell, script });
    return 0;
  },
};

// Each asks `countersign __complete -- WORDS`, whose last word is the one to complete. A line is a candidate, a tab and what
// it does; the line `:files` asks for names of files, too.
const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], string>> = {
  // bash breaks words at "=", and replaces only what stands behind it. Version 3.2, macOS's, has no negative indices.
  bash: String.raw`
_countersign() {
  local words=() last=-1 word value rest files= IFS=$' \t\n'
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ $last -ge 0 && ( $word == "=" || \${words[last]} == --*= ) ]]; then
      words[last]+=$word
    else
      last=$((last + 1)); words[last]=$word
    fi
  done
  COMPREPLY=()
  while IFS=$'\t' read -r value rest; do
    if [[ $value == :files ]]; then files=1; continue; fi
    [[ \${words[last]} == --*=* ]] && value=\${value#*=}
    COMPREPLY+=("$value")
  done < <("\${COMP_WORDS[0]}" __complete -- "\${words[@]}" 2>/dev/null)
  if [[ $files ]]; then
    compopt -o filenames 2>/dev/null
    word=\${words[last]}
    [[ $word == --*=* ]] && word=\${word#*=}
    while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$word")
  fi
}
complete -F _countersign countersign`,
  zsh: String.raw`
#compdef countersign
_countersign() {
  local -a candidates
  local line files
  for line in "\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :files ]]; then
      files=1
    elif [[ -n $line ]]; then
      candidates+=("\${\${line%%$'\t'*}//:/\\:}:\${line#*$'\t'}")
    fi
  done
  (( $#candidates )) && _describe countersign candidates
  if [[ -n $files ]]; then
    [[ $PREFIX == --*=* ]] && compset -P '*='
    _files
  fi
}
if [[ $funcstack[1] == _countersign ]]; then _countersign "$@"; else compdef _countersign countersign; fi`,
  fish: `
function __countersign_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l lines (countersign __complete -- $words[2..-1] 2>/dev/null)
  string match --invert -- ':files' $lines
  if contains -- ':files' $lines
    set -l prefix (string match --regex -- '^--[^=]*=' $words[-1])
    for path in (__fish_complete_path (string replace --regex -- '^--[^=]*=' '' $words[-1]))
      echo "$prefix$path"
    end
  end
end
complete --command countersign --no-files --arguments '(__countersign_complete)'`,
};
