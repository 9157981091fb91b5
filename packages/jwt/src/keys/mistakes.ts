import { InvalidKeyError } from '../errors.ts';
import { isJwkSetText } from './jwk-text.ts';

interface Mistake {
  readonly matches: (text: string) => boolean;
  readonly message: string;
}

const UNSET = new Set(['undefined', 'null', 'NaN', '[object Object]', '[object Promise]']);

const FILE_NAME = /^[\w./\\:~ -]{1,250}\.(?:pem|key|pub|crt|cer|cert|der|p12|pfx|jwk|json|ppk)$/i;

const OPENSSH_KEY = /(?:^|\s)(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d{3}|sk-[\w@.-]{1,40}) AAAA/;

/** Texts that are often passed as a key by mistake, and the remedy for each. */
const MISTAKES: readonly Mistake[] = [
  {
    matches: (text) => text === '',
    message: 'The key is empty. Check the environment variable or file that it comes from.',
  },
  {
    matches: (text) => UNSET.has(text),
    message: 'The key is the text of a missing value, such as "undefined". Check the environment variable.',
  },
  {
    matches: (text) => FILE_NAME.test(text),
    message: "The key looks like a file name. Pass the file's content: `await readFile(path, 'utf8')`.",
  },
  {
    matches: (text) => text.includes('\uFFFD'),
    message:
      "The text has U+FFFD: bytes that are not text were decoded. Pass a Uint8Array, with format: 'der' for a key file.",
  },
  { matches: isJwkSetText, message: 'This is a JWK Set, not a key. Pass `createKeySet(JSON.parse(text))`.' },
  {
    matches: (text) => text.includes('---- BEGIN SSH2 PUBLIC KEY'),
    message: 'This is an RFC 4716 public key. Convert it: `ssh-keygen -i -m RFC4716 -f FILE`.',
  },
  {
    matches: (text) => text.startsWith('PuTTY-User-Key-File-'),
    message: 'This is a PuTTY key. Convert it: `puttygen FILE -O private-openssh -o key`.',
  },
  {
    matches: (text) => OPENSSH_KEY.test(text),
    message: 'This is more than one OpenSSH public key line. Pass one line from its key type (ssh-…) on.',
  },
];

/**
 * Rejects texts that are not a key of any kind, with the remedy.
 *
 * @throws {@link InvalidKeyError}
 */
export function checkNoMistake(text: string): void {
  const mistake = MISTAKES.find(({ matches }) => matches(text));
  if (mistake) throw new InvalidKeyError(mistake.message);
}
