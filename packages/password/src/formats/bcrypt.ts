import { MalformedHashError } from '../errors.ts';
import type { StoredHash } from './derivation.ts';
import type { Format } from './format.ts';
import { decimal, fromPhcBase64, namedParameters, toPhcBase64 } from './phc.ts';

// OpenBSD, PHP, npm bcrypt, pyca/bcrypt, Auth0, Supabase: cost, 22 characters of salt, 31 of hash.
// $2b$12$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW
const ENCODED = /^\$2([aby])\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/;
const ENCODED_LENGTH = 60;

// AdonisJS and @phc/bcrypt: 16 and 23 bytes in the Base64 of the PHC string format. v=98 is the letter b.
// $bcrypt$v=98$r=10$WsRDN9ITSTR7lrL2pqeJDg$ogzI4DBBn3u3Zwi/zvzlOrKLqyhGTvM
const PHC = /^\$bcrypt\$v=(?:97|98|121)\$([a-z0-9=]+)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{31})$/;

const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const BASE64_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** bcrypt. `$2a$`, `$2b$` and `$2y$` name the same function. */
export const bcrypt: Format = (encoded) => {
  if (/^\$2[a-z]?\$/.test(encoded)) return readBcrypt(encoded);
  return encoded.startsWith('$bcrypt$') ? readPhcBcrypt(encoded) : undefined;
};

/** Parses a bcrypt string, also one inside another format. */
export function readBcrypt(encoded: string): StoredHash {
  if (encoded.startsWith('$2x$'))
    throw new MalformedHashError(
      '$2x$ marks the output of a broken bcrypt, which is not supported',
      'bcrypt $2x$',
    );
  const [, variant, costText = '', salt = '', digest = ''] = ENCODED.exec(encoded) ?? [];
  if (variant === undefined)
    throw new MalformedHashError(
      `it is not a bcrypt string: it has ${encoded.length} characters, and ${ENCODED_LENGTH} are expected, as in $2b$12$…`,
    );
  return bcryptHash(Number(costText), salt, digest);
}

function readPhcBcrypt(encoded: string): StoredHash {
  const [, parameters, salt = '', digest = ''] = PHC.exec(encoded) ?? [];
  if (parameters === undefined)
    throw new MalformedHashError('it is not a bcrypt PHC string, $bcrypt$v=98$r=10$salt$hash');
  // Decoding checks that the last characters are canonical.
  const [saltBytes, digestBytes] = [fromPhcBase64(salt, 'its salt'), fromPhcBase64(digest, 'its hash')];
  const cost = decimal(namedParameters(parameters, ['r']).get('r'), 'r');
  return bcryptHash(cost, toBcryptBase64(saltBytes), toBcryptBase64(digestBytes));
}

function bcryptHash(cost: number, salt: string, digest: string): StoredHash {
  if (cost < 4 || cost > 31) throw new MalformedHashError('its cost is not between 4 and 31');
  // Two bits of the salt's last character count. Some software sets the others, which most bindings reject.
  const last = ALPHABET.charAt(ALPHABET.indexOf(salt.charAt(21)) & 0b110000);
  const encoded = writeBcrypt(cost, `${salt.slice(0, 21)}${last}`, digest);
  return {
    scheme: 'bcrypt',
    parameters: { cost },
    derivation: { kind: 'bcrypt', cost, encoded },
    expected: new Uint8Array(),
  };
}

/** Writes bytes in bcrypt's Base64, which has another alphabet and no padding. */
export function toBcryptBase64(bytes: Uint8Array): string {
  return toPhcBase64(bytes).replace(/./g, (character) => ALPHABET.charAt(BASE64_ALPHABET.indexOf(character)));
}

/** Writes a bcrypt string. */
export function writeBcrypt(cost: number, salt: string, digest: string): string {
  return `$2b$${String(cost).padStart(2, '0')}$${salt}${digest}`;
}
