import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * The form of secrets, for places where nobody expects them, such as the message of an error. Each pattern starts at a word
 * boundary or has a maximum length, so that no text takes quadratic time.
 */
const SECRETS = [
  // JSON Web Tokens
  /(?<![\w-])eyJ[\w-]*\.[\w.-]+/g,
  /(?<=\b(?:Bearer|Basic) )[\w.~+/=-]+/gi,
  /csr_[\w-]+/g,
  // Password hashes
  /\$(?:argon2(?:id|i|d)|scrypt|2[aby]|pbkdf2)[^"\s]*/g,
  // 256 random bits, as in the links of mails. The name of a key has the same form.
  /(?<!"kid":")(?<![\w-])[\w-]{43}(?![\w-])/g,
  // Passwords in connection strings
  /(?<=:\/\/[^\s/:@"]{0,64}:)[^\s/@"]{1,256}(?=@)/g,
];

/** Removes everything that looks like a secret. */
export function scrub(line: string): string {
  return SECRETS.reduce((text, pattern) => text.replaceAll(pattern, '<redacted>'), line);
}

/** Writes one JSON object per line. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // Other members of an error may contain rows or parameters.
    serializers: { err: describeError },
    hooks: { streamWrite: scrub },
  };
  return pino(options, destination ?? standardError());
}

/** If the disk of the log is full, lines wait, up to a limit. The service continues. */
function standardError(): DestinationStream {
  const stream = pino.destination({ dest: 2, sync: true, maxLength: 1024 * 1024 });
  stream.on('error', () => {});
  return stream;
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name: type, message, stack, cause } = error;
  return {
    type,
    message,
    stack,
    ...('code' in error && { code: String(error.code) }),
    ...(cause instanceof Error && { cause: cause.message }),
  };
}
