import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: unknown;
}

const SECRET_OPTION = /^--(?:(insecure)-\w+|\w+-(file|env))$/;

/** The secrets that a command line hands over: by an option, a variable, a file or standard input. */
export function commandSecrets(args: readonly string[], options: ProgramOptions): readonly string[] {
  return args.flatMap((word, index) => {
    const [option = '', ...rest] = word.split('=');
    const [, insecure, place] = SECRET_OPTION.exec(option) ?? [];
    const given = rest.length > 0 ? rest.join('=') : args[index + 1];
    if (given === undefined) return [];
    if (insecure !== undefined) return [given];
    if (place === 'env') return [(options.env ?? process.env)[given] ?? ''];
    return place === 'file' ? [contentOf(given, options)] : [];
  });
}

const SECRET_VARIABLE = /(?:SECRET|TOKEN|PASSWORD|ENCRYPTION_KEYS)$/;

/** The secrets that a program is given by its environment: each key of several by itself, without its name. */
export function environmentSecrets(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(env)
    .filter(([name]) => SECRET_VARIABLE.test(name))
    .flatMap(([, value = '']) => value.split(',').map((each) => each.replace(/^[\w-]{1,32}:/, '')));
}

/** Whether it is the business of a command to write keys, or to show command lines with keys in them. */
export function isKeyCommand(args: readonly string[]): boolean {
  return args.some((word) => word === 'key' || word === 'tour' || word === '-c');
}

function contentOf(path: string, { cwd = '.', input }: ProgramOptions): string {
  if (path === '-') return String(input ?? '').trimEnd();
  try {
    return readFileSync(resolve(cwd, path), 'utf8').trimEnd();
  } catch {
    return '';
  }
}
