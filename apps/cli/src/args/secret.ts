import { UsageError } from '../errors.ts';
import { checkPassed } from '../io/descriptors.ts';
import { isStandardInput, readDescriptor, readFileArgument } from '../io/files.ts';
import type { Io } from '../io/io.ts';
import { promptHidden } from '../io/prompt.ts';
import { isTerminal, isTerminalFile } from '../io/terminal.ts';
import { textOf } from '../io/text.ts';
import { type Flag, flag, type Kind, type Single, single, type Values } from './option.ts';
import { anyText, fileName, integer, nonEmptyText } from './values.ts';

/** A secret as text, or as bytes if it is not text. */
export type Secret = string | Uint8Array;

type SourceOptions<Name extends string> = Readonly<
  Record<`${Name}File` | `${Name}Env` | `insecure${Capitalize<Name>}`, Single<string>> &
    Record<`${Name}Fd`, Single<number>>
>;

const { isShown: _, ...descriptorNumber }: Kind<number> = integer({ min: 0, max: 2 ** 31 - 1 });

/**
 * The options for a secret. It is never an argument, because other processes and the shell's history see those. The help
 * explains the forms of the first secret of a command.
 */
function sourceOptions(dashed: string, help: string, group: string, isFirst = true) {
  const shared = isFirst ? `${help} FILE - is standard input. Others can see --insecure-${dashed}.` : help;
  const common = { shared, group };
  return {
    file: single(fileName, { ...common, help: `${help} From a file; - is standard input.`, value: 'FILE' }),
    env: single(nonEmptyText, { ...common, help: `${help} From an environment variable.`, value: 'NAME' }),
    fd: single(descriptorNumber, {
      ...common,
      help: `${help} From an open file descriptor.`,
      value: 'NUMBER',
      isSecret: true,
    }),
    insecure: single(anyText, {
      ...common,
      help: `${help} On the command line, which others can see.`,
      value: 'TEXT',
      isSecret: true,
    }),
  };
}

const keepNewline: Flag = flag({
  help: 'Keep the newline at the end of a file.',
  group: 'Secrets',
});

/** `--key-file` and so on. */
export function keyOptions(help = 'The key.') {
  const { file, env, fd, insecure } = sourceOptions('key', help, 'Key input');
  const options: SourceOptions<'key'> = { keyFile: file, keyEnv: env, keyFd: fd, insecureKey: insecure };
  return { ...options, keepNewline: { ...keepNewline, group: 'Key input' } };
}

/** `--passphrase-file` and so on. */
export function passphraseOptions() {
  const { file, env, fd, insecure } = sourceOptions(
    'passphrase',
    'The passphrase of an encrypted key.',
    'Key input',
    false,
  );
  const options: SourceOptions<'passphrase'> = {
    passphraseFile: file,
    passphraseEnv: env,
    passphraseFd: fd,
    insecurePassphrase: insecure,
  };
  return { ...options, keepNewline: { ...keepNewline, group: 'Key input' } };
}

/** `--new-passphrase-file` and so on. */
export function newPassphraseOptions() {
  const { file, env, fd, insecure } = sourceOptions(
    'new-passphrase',
    'Encrypt the private key with this passphrase.',
    'Output',
    false,
  );
  return {
    newPassphraseFile: file,
    newPassphraseEnv: env,
    newPassphraseFd: fd,
    insecureNewPassphrase: insecure,
  };
}

/** `--password-file` and so on. */
export function passwordOptions() {
  const { file, env, fd, insecure } = sourceOptions('password', 'The password.', 'Password input');
  const options: SourceOptions<'password'> = {
    passwordFile: file,
    passwordEnv: env,
    passwordFd: fd,
    insecurePassword: insecure,
  };
  return { ...options, keepNewline: { ...keepNewline, group: 'Password input' } };
}

/** `--secret-file` and so on. */
export function secretOptions(help: string) {
  const { file, env, fd, insecure } = sourceOptions('secret', help, 'Secret input', false);
  const options: SourceOptions<'secret'> = {
    secretFile: file,
    secretEnv: env,
    secretFd: fd,
    insecureSecret: insecure,
  };
  return options;
}

/** Where a secret comes from. */
export interface Source {
  /** The options are `--NAME-file`, `--NAME-env`, `--NAME-fd` and `--insecure-NAME`. */
  readonly name: string;
  /** For prompts and messages. */
  readonly what: string;
  readonly file: string | undefined;
  readonly env: string | undefined;
  readonly fd: number | undefined;
  readonly insecure: string | undefined;
  readonly keepNewline: boolean;
}

type Given<O extends (...args: never[]) => Readonly<Record<string, Flag | Single<string> | Single<number>>>> =
  Values<ReturnType<O>>;

export function keySource(options: Given<typeof keyOptions>): Source {
  const { keyFile, keyEnv, keyFd, insecureKey, keepNewline } = options;
  return {
    name: 'key',
    what: 'The key',
    file: keyFile,
    env: keyEnv,
    fd: keyFd,
    insecure: insecureKey,
    keepNewline,
  };
}

export function passphraseSource(options: Given<typeof passphraseOptions>): Source {
  const { passphraseFile, passphraseEnv, passphraseFd, insecurePassphrase, keepNewline } = options;
  return {
    name: 'passphrase',
    what: 'The passphrase',
    file: passphraseFile,
    env: passphraseEnv,
    fd: passphraseFd,
    insecure: insecurePassphrase,
    keepNewline,
  };
}

export function newPassphraseSource(options: Given<typeof newPassphraseOptions>): Source {
  return {
    name: 'new-passphrase',
    what: 'The new passphrase',
    file: options.newPassphraseFile,
    env: options.newPassphraseEnv,
    fd: options.newPassphraseFd,
    insecure: options.insecureNewPassphrase,
    keepNewline: false,
  };
}

export function passwordSource(options: Given<typeof passwordOptions>): Source {
  const { passwordFile, passwordEnv, passwordFd, insecurePassword, keepNewline } = options;
  return {
    name: 'password',
    what: 'The password',
    file: passwordFile,
    env: passwordEnv,
    fd: passwordFd,
    insecure: insecurePassword,
    keepNewline,
  };
}

export function secretSource(options: Given<typeof secretOptions>): Source {
  const { secretFile, secretEnv, secretFd, insecureSecret } = options;
  return {
    name: 'secret',
    what: 'The secret',
    file: secretFile,
    env: secretEnv,
    fd: secretFd,
    insecure: insecureSecret,
    keepNewline: false,
  };
}

function givenOptions({ name, file, env, fd, insecure }: Source): readonly string[] {
  const given = {
    [`${name}-file`]: file,
    [`${name}-env`]: env,
    [`${name}-fd`]: fd,
    [`insecure-${name}`]: insecure,
  };
  return Object.entries(given).flatMap(([option, value]) => (value === undefined ? [] : [`--${option}`]));
}

/** Whether a person types the secret: there is no source, or the source is a terminal. */
function isTyped(source: Source, io: Io): boolean {
  if (source.file !== undefined)
    return isStandardInput(source.file) ? io.isInputTerminal : isTerminalFile(source.file);
  if (source.fd !== undefined) return isTerminal(source.fd);
  return givenOptions(source).length === 0;
}

/**
 * Reads a secret from its source; undefined if there is none. A terminal is prompted, because it would show the input.
 *
 * @throws UsageError for an empty secret
 */
export async function readSecret(source: Source, io: Io): Promise<Secret | undefined> {
  const given = givenOptions(source);
  if (given.length > 1) throw new UsageError(`${given.join(' and ')} exclude each other.`);
  if (given.length === 0) return undefined;
  return notEmpty(isTyped(source, io) ? await ask(source, io) : read(source, io), source);
}

function read({ file, env, fd, insecure, keepNewline, what }: Source, io: Io): Secret {
  if (file !== undefined) return asSecret(readFileArgument(file, io), keepNewline);
  if (fd === 0) return asSecret(io.readInput(), keepNewline);
  if (fd !== undefined) {
    checkPassed(fd);
    return asSecret(readDescriptor(fd), keepNewline);
  }
  if (env === undefined) return insecure ?? '';
  const value = io.environment[env];
  if (value === undefined) throw new UsageError(`${what}: the environment variable ${env} is not set.`);
  return value;
}

function notEmpty(secret: Secret, { what }: Pick<Source, 'what'>): Secret {
  if (secret.length > 0) return secret;
  throw new UsageError(`${what} is empty.`);
}

async function ask({ what }: Source, io: Io): Promise<string> {
  const answer = await promptHidden(`${what}: `, io);
  if (answer !== undefined) return answer;
  throw new UsageError(`${what} comes from a terminal, but standard error is not a terminal to ask on.`);
}

/** Reads a required secret, or asks for it. @throws UsageError */
export async function requireSecret(source: Source, io: Io): Promise<Secret> {
  const secret = (await readSecret(source, io)) ?? (await promptHidden(`${source.what}: `, io));
  if (secret !== undefined) return notEmpty(secret, source);
  const { name, what } = source;
  throw new UsageError(`${what} is missing. Pass it with --${name}-file, --${name}-env or --${name}-fd.`);
}

/** The password as text. @throws UsageError */
export async function requirePassword(options: Given<typeof passwordOptions>, io: Io): Promise<string> {
  return secretText(await requireSecret(passwordSource(options), io), 'The password');
}

/** A new password. At a prompt it is read twice, because nobody sees it. */
export async function requireNewPassword(options: Given<typeof passwordOptions>, io: Io): Promise<string> {
  const password = await requirePassword(options, io);
  const mustRepeat = isTyped(passwordSource(options), io);
  if (mustRepeat && (await promptHidden('Repeat the password: ', io)) !== password)
    throw new UsageError('The two passwords differ.');
  return password;
}

/** A secret that must be text. @throws UsageError */
export function secretText(secret: Secret, what: string): string {
  if (typeof secret === 'string') return secret;
  throw new UsageError(`${what} must be text, but these bytes are not UTF-8.`);
}

/** Editors end text files with a newline, which is not part of the secret. Bytes that are not text stay unchanged. */
export function asSecret(bytes: Buffer, keepNewline: boolean): Secret {
  const text = textOf(bytes);
  if (text === undefined) return bytes;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they distinguish text from bytes that happen to be UTF-8
  if (/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return bytes;
  return keepNewline ? text : text.replace(/\r?\n$/, '');
}
