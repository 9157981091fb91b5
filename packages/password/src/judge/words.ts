import { type Candidate, isDerived } from './derived.ts';
import { fold, unmask } from './fold.ts';
import { nextTurn } from './turns.ts';

/** Shorter words, and those without letters, are part of too many random passwords. */
const MIN_WORD_LENGTH = 5;
/** About a millisecond of work. */
const WORDS_PER_TURN = 5000;

/** The passwords that people use most. */
export interface CommonPasswords {
  /** Whether this is one of them, without regard to case. */
  has(password: string): boolean;
  /** Whether this is one of their words, doubled or decorated. */
  hasDerived(candidate: Candidate): boolean;
}

let loading: Promise<CommonPasswords> | undefined;

/** Loads about fifty thousand common passwords, once in a process. */
export function commonPasswords(): Promise<CommonPasswords> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<CommonPasswords> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const list = dictionary['passwords-common'].map(String);
  const [listed, words] = [new Set<string>(), new Set<string>()];
  for (const [index, password] of list.entries()) {
    if (index % WORDS_PER_TURN === 0) await nextTurn();
    listed.add(foldCase(password));
    if (password.length >= MIN_WORD_LENGTH && /[a-z]/i.test(password)) words.add(unmask(fold(password)));
  }
  const longest = Math.max(...[...words].map((word) => word.length));
  return {
    has: (password) => listed.has(foldCase(password)),
    hasDerived: (candidate) =>
      [...partsOf(candidate.unmasked, longest)].some(
        (part) => words.has(part) && isDerived(candidate, new Set([part])),
      ),
  };
}

function partsOf(text: string, longest: number): ReadonlySet<string> {
  const parts = new Set<string>();
  for (let start = 0; start < text.length; start++) {
    const end = Math.min(text.length, start + longest);
    for (let at = start + MIN_WORD_LENGTH; at <= end; at++) parts.add(text.slice(start, at));
  }
  return parts;
}

/** The form in which whole passwords are compared. */
export function foldCase(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
