/** A format that is recognised so that an error can name it. It is never verified. */
interface Unsupported {
  readonly name: string;
  readonly pattern: RegExp;
  readonly advice: string;
}

const LEGACY = 'Verify it with a function in legacyVerifiers, or reset these passwords.';

const FORMATS: readonly Unsupported[] = [
  // $y$j9T$AV/rCPR3PvJ4lCJTiNMlE.$tQVW…, $gy$j9T$…
  { name: 'yescrypt', pattern: /^\$g?y\$/, advice: LEGACY },
  // $1$O3JMY.Tw$AdLnLjQ/5jXF9.MTp3gHv/
  { name: 'md5-crypt ($1$)', pattern: /^\$1\$/, advice: LEGACY },
  // $apr1$TqI9WECO$LHZB2DqRlk9nObiB6vJG9.
  { name: 'Apache htpasswd MD5 ($apr1$)', pattern: /^\$apr1\$/, advice: LEGACY },
  // $NT$7f8fe03093cc84b267b109625f6bbf4b, $3$$7f8fe03093cc84b267b109625f6bbf4b, {NT}…
  { name: 'NT', pattern: /^(\$NT\$|\$3\$\$|\{NT\})/i, advice: LEGACY },
  // {LANMAN}855c3697d9979e78ac404c4ba2c66533
  { name: 'LM', pattern: /^(\$LM\$|\{LANMAN\})/i, advice: LEGACY },
  // 855C3697D9979E78AC404C4BA2C66533:7F8FE03093CC84B267B109625F6BBF4B
  { name: 'LM and NT (smbpasswd)', pattern: /^[0-9a-f]{32}:[0-9a-f]{32}$/i, advice: LEGACY },
  // *FCAB0C8122A8C61DFB4A63F2ECE2B2B0F7B4C1EC
  { name: 'MySQL', pattern: /^\*[0-9A-F]{40}$/i, advice: LEGACY },
  // :B:838c83e1:e4ab7024509eef084cdabd03d8b2972c, :pbkdf2:sha512:30000:64:…:…
  {
    name: 'MediaWiki',
    pattern: /^:(A|B|bcrypt|pbkdf2|pbkdf2-legacyA|pbkdf2-legacyB|argon2):/,
    advice: LEGACY,
  },
  // $sha1$40000$jtNX3nZ2$hBNaIXkt4wBI2o5rsi8KejSjNqIq
  { name: 'sha1-crypt ($sha1$)', pattern: /^\$sha1\$/, advice: LEGACY },
  // {noop}password
  {
    name: 'Spring Security {noop}, a password in plain text',
    pattern: /^\{noop\}/,
    advice: 'Hash these passwords.',
  },
  // plain$$password
  { name: 'Werkzeug plain$, a password in plain text', pattern: /^plain\$/, advice: 'Hash these passwords.' },
];

/** A text around a hash that does not belong to it. */
const SURROUNDINGS: readonly Unsupported[] = [
  {
    name: 'text with white space at its start or end',
    pattern: /^\s|\s$/,
    advice: 'Remove the white space.',
  },
  {
    name: 'text in quotes',
    pattern: /^(["'`]).*\1$/s,
    advice: 'Remove the quotes.',
  },
  // root:$6$salt$hash:19000:0:99999:7:::
  {
    name: 'a line of a shadow file',
    pattern: /^[^:$]{1,64}:[^:]{1,512}:\d*:\d*:\d*:/,
    advice: 'Pass its second field only.',
  },
  // alice:$apr1$salt$hash, alice:$2y$05$…, alice:{SHA}…
  {
    name: 'a line of an htpasswd or passwd file',
    pattern: /^[^:${]{1,64}:(\$|\{[A-Z])/i,
    advice: 'Pass its second field only.',
  },
];

interface Description {
  readonly name: string;
  readonly advice: string;
}

/** Describes text around a hash, such as white space or a whole line of a file. */
export function describeSurroundings(encoded: string): Description | undefined {
  return SURROUNDINGS.find(({ pattern }) => pattern.test(encoded));
}

/** Describes a format that is recognised but not supported. */
export function describeUnsupported(encoded: string): Description | undefined {
  return FORMATS.find(({ pattern }) => pattern.test(encoded));
}
