import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Software that tests compare this project with, and that npm does not have. */
interface Counterpart {
  readonly isInstalled: () => boolean;
  /** The packages that contain it on Debian. */
  readonly packages: string;
}

/** The name of a program, or of a set of Python modules. */
export type CounterpartName =
  | 'chromium'
  | 'fish'
  | 'man'
  | 'openssl'
  | 'passlib'
  | 'perl'
  | 'php'
  | 'postgres'
  | 'pyjwt'
  | 'python3'
  | 'ssh-keygen'
  | 'zsh';

const COUNTERPARTS: Readonly<Record<CounterpartName, Counterpart>> = {
  chromium: { isInstalled: () => existsSync(chromiumPath), packages: 'chromium' },
  fish: { isInstalled: () => isCommand('fish'), packages: 'fish' },
  man: { isInstalled: () => isCommand('man') && isCommand('groff'), packages: 'man-db groff-base' },
  openssl: { isInstalled: () => isCommand('openssl'), packages: 'openssl' },
  passlib: {
    isInstalled: () => ['passlib', 'django', 'werkzeug', 'argon2', 'bcrypt'].every(isPythonModule),
    packages: 'python3-passlib python3-django python3-werkzeug python3-argon2 python3-bcrypt',
  },
  perl: { isInstalled: () => isCommand('perl'), packages: 'perl' },
  php: { isInstalled: () => isCommand('php'), packages: 'php-cli' },
  postgres: {
    isInstalled: () => globSync('/usr/lib/postgresql/*/bin/initdb').length > 0,
    packages: 'postgresql',
  },
  pyjwt: {
    isInstalled: () => ['jwt', 'cryptography'].every(isPythonModule),
    packages: 'python3-jwt python3-cryptography',
  },
  python3: { isInstalled: () => isCommand('python3'), packages: 'python3' },
  'ssh-keygen': { isInstalled: () => isCommand('ssh-keygen'), packages: 'openssh-client' },
  zsh: { isInstalled: () => isCommand('zsh'), packages: 'zsh' },
};

/** Debian's Chromium, or the one that the variable CHROMIUM names. */
export const chromiumPath: string = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Debian's Python, which sees Debian's Python modules. */
export const PYTHON = '/usr/bin/python3';

function isCommand(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function isPythonModule(name: string): boolean {
  return existsSync(PYTHON) && existsSync(join('/usr/lib/python3/dist-packages', name));
}

const NAMES = Object.keys(COUNTERPARTS).filter(isName);

function isName(name: string): name is CounterpartName {
  return Object.hasOwn(COUNTERPARTS, name);
}

/**
 * Declares the software that a test or a describe needs: `test('…', needs('openssl'), () => …)`. A file whose tests all
 * need one program starts with the comment `// @module-tag chromium` instead.
 *
 * Without the software the tests are skipped, and the summary of `npm test` names it. With REQUIRE_COUNTERPARTS=1 they
 * fail.
 */
export function needs(...names: readonly CounterpartName[]): { readonly tags: CounterpartName[] } {
  return { tags: [...names] };
}

/** The command that installs a counterpart on Debian. */
export function installCommand(name: CounterpartName): string {
  return `apt-get install ${COUNTERPARTS[name].packages}`;
}

/** The counterparts that this machine does not have. */
export function missingCounterparts(): readonly CounterpartName[] {
  return NAMES.filter((name) => !COUNTERPARTS[name].isInstalled());
}

/** A tag for each counterpart. Vitest skips the tests that have the tag of a missing one. */
export function counterpartTags(
  missing: readonly CounterpartName[],
  isRequired: boolean,
): { readonly name: CounterpartName; readonly skip?: true }[] {
  return NAMES.map((name) => (missing.includes(name) && !isRequired ? { name, skip: true } : { name }));
}

/** The reason why a test with these tags must fail, if counterparts are required and one is missing. */
export function missingReason(
  tags: readonly string[],
  missing: readonly CounterpartName[],
): string | undefined {
  const name = missing.find((candidate) => tags.includes(candidate));
  if (name === undefined) return undefined;
  return `${name} is not installed, and REQUIRE_COUNTERPARTS forbids skipping. Run: ${installCommand(name)}`;
}
