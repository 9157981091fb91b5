import { type DestinationStream, type Logger, pino } from 'pino';

/** Members that never reach the log, wherever they stand. */
const HIDDEN = [
  'password',
  'current_password',
  'new_password',
  'token',
  'access_token',
  'refresh_token',
  'authorization',
  'cookie',
];
const HIDDEN_PATHS = HIDDEN.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** What secrets look like, for where they stand unexpected: in the message of an error, in the text of a query. */
const SECRETS = [
  // JSON Web Tokens, signed or encrypted.
  /eyJ[\w-]*\.[\w-]*(?:\.[\w-]*)+/g,
  /(?<=\b(?:Bearer|Basic) )[\w.~+/=-]+/gi,
  /csr_[\w-]+/g,
  // Stored password hashes.
  /\$(?:argon2(?:id|i|d)|scrypt|2[aby]|pbkdf2)[^"\s]*/g,
  // 256 random bits, as in links; a key's name has the same form, and is no secret.
  /(?<!"kid":")(?<![\w-])[\w-]{43}(?![\w-])/g,
  // Passwords in connection strings.
  /(?<=:\/\/[^\s/:@"]*:)[^\s/@"]+(?=@)/g,
];

const MAX_WAITING_BYTES = 1024 * 1024;

/** Takes out of a line of the log whatever looks like a secret. */
export function scrub(line: string): string {
  return SECRETS.reduce((text, pattern) => text.replaceAll(pattern, '<redacted>'), line);
}

/** Structured logs: one JSON object a line, with secrets redacted by path and by value. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: HIDDEN_PATHS, censor: '<redacted>' },
    // An error's own members and its causes may hold rows and parameters; its message and stack are scrubbed by value.
    serializers: { err: describeError },
    hooks: { streamWrite: scrub },
  };
  return pino(options, destination ?? standardError());
}

/** Standard error. While that is a file on a disk that is full, lines wait, up to a number of bytes, and the service does not fail for them. */
function standardError(): DestinationStream {
  const stream = pino.destination({ dest: 2, sync: true, maxLength: MAX_WAITING_BYTES });
  stream.on('error', () => {});
  return stream;
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name: type, message, stack } = error;
  return { type, message, stack, ...('code' in error && { code: String(error.code) }) };
}
