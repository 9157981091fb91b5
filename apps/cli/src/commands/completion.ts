import { defineCommand } from '../args/command.ts';
import { UsageError } from '../errors.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const completionCommand = defineCommand({
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
    'For zsh, write the output to _countersign in a directory of $fpath. The shells ask the installed countersign for completions.',
  async run({ positionals }, io) {
    const shell = SHELLS.find((name) => name === positionals[0]);
    if (shell === undefined) throw new UsageError(`The shell must be one of ${SHELLS.join(', ')}.`);
    // "${" has a meaning in template literals.
    const script = SCRIPTS[shell].trim().replaceAll('\\${', '${');
    io.result(script, { shell, script });
    return 0;
  },
});

// Each calls `countersign __complete -- WORDS` and completes the last word. A line contains a candidate, a tab and its
// description. The line `:files` requests file names too.
const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], string>> = {
  // bash splits words at "=" and replaces only the part after it. Version 3.2 of macOS has no negative indices.
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
